//! What those who work here see of an event's registrations: which, in what order, and which columns. All of it stands in
//! the page's address, so a list can be kept, sent to a colleague and come back to.

use super::{Profession, RegistrationState, country_name};
use crate::content::{Id, names};
use crate::fold;
use crate::slug::Slug;

/// Most words that are looked for; what is typed beyond them is left aside.
pub const WORDS_MAX: usize = 4;
/// Longest text of a search, in characters.
const SEARCH_MAX: usize = 120;
/// Longest text by which a registration is found, in bytes. An index of PostgreSQL takes rows of 2,704 bytes.
const FOUND_BY_MAX: usize = 1_200;
/// Longest name by which registrations are sorted, in bytes.
const NAME_KEY_MAX: usize = 200;
/// Longest tag, in characters.
pub const TAG_MAX: usize = 40;
/// Longest name of a list, in characters.
pub const VIEW_NAME_MAX: usize = 60;
/// Most tags of one registration.
pub const TAGS_MAX: usize = 10;

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ListOrder {
    /// Who came last stands first.
    #[default]
    Newest,
    /// Who came first stands first.
    Oldest,
    /// By name, without regard to case and accents.
    Name,
    /// State by state, in each who came first.
    State,
    /// Only those who wait or have an offer, in the order of the waiting list.
    WaitingList,
}

names!(ListOrder {
    Newest => "newest",
    Oldest => "oldest",
    Name => "name",
    State => "state",
    WaitingList => "waiting",
});

/// What a column shows; the name always stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Address.
    Email,
    /// Institution.
    Organisation,
    /// Country.
    Country,
    /// Professional role.
    Profession,
    /// State.
    State,
    /// When they came, or entered the waiting list.
    Since,
    /// Tags.
    Tags,
    /// What its holder quotes when asking for help.
    Reference,
}

names!(Column {
    Email => "email",
    Organisation => "organisation",
    Country => "country",
    Profession => "profession",
    State => "state",
    Since => "since",
    Tags => "tags",
    Reference => "reference",
});

/// Columns that are shown where none is chosen.
const USUAL: &[Column] = &[Column::Email, Column::Organisation, Column::State, Column::Since, Column::Tags];

/// Which registrations are listed: those for which everything said here is true.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Text as typed; every word of it is in the name, address, institution or reference.
    pub text: String,
    /// In one of these states; all where none is named.
    pub states: Vec<RegistrationState>,
    /// Country of work, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Professional role.
    pub profession: Option<Profession>,
    /// Has this tag.
    pub tag: Option<Slug>,
}

impl ListFilter {
    /// Whether anything is left out.
    pub fn is_filtering(&self) -> bool {
        *self != Self::default()
    }

    /// Whether it asks for nothing but states, or for nothing at all.
    pub fn is_of_states_alone(&self) -> bool {
        !Self { states: Vec::new(), ..self.clone() }.is_filtering()
    }

    /// The words to look for, folded.
    pub fn words(&self) -> Vec<String> {
        fold(&self.text).split_whitespace().take(WORDS_MAX).map(str::to_owned).collect()
    }
}

/// A list as it is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Which registrations.
    pub filter: ListFilter,
    /// In what order.
    pub order: ListOrder,
    /// Chosen columns; the usual ones where neither these nor answers are chosen.
    pub columns: Vec<Column>,
    /// Names of questions whose answers are columns.
    pub answers: Vec<Slug>,
}

impl ListQuery {
    /// Reads the pairs of an address; what means nothing is left aside, and everything is put in order.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self::default();
        for (key, value) in pairs {
            match key {
                "q" => query.filter.text = typed(value),
                "state" => query.filter.states.extend(RegistrationState::from_name(value)),
                "country" => query.filter.country = country_name(value).map(|_| value.to_owned()),
                "profession" => query.filter.profession = Profession::from_name(value),
                "tag" => query.filter.tag = value.parse().ok(),
                "sort" => query.order = ListOrder::from_name(value).unwrap_or_default(),
                "column" => query.columns.extend(Column::from_name(value)),
                "answer" => query.answers.extend(value.parse::<Slug>()),
                _ => {}
            }
        }
        query.filter.states.sort_unstable();
        query.filter.states.dedup();
        query.columns.sort_unstable();
        query.columns.dedup();
        query.answers.sort_unstable();
        query.answers.dedup();
        query
    }

    /// The pairs of its address, in one order; what is usual is left out.
    pub fn pairs(&self) -> Vec<(&'static str, &str)> {
        let filter = &self.filter;
        let mut pairs = Vec::new();
        if !filter.text.is_empty() {
            pairs.push(("q", filter.text.as_str()));
        }
        pairs.extend(filter.states.iter().map(|state| ("state", state.name())));
        pairs.extend(filter.country.iter().map(|country| ("country", country.as_str())));
        pairs.extend(filter.profession.iter().map(|profession| ("profession", profession.name())));
        pairs.extend(filter.tag.iter().map(|tag| ("tag", tag.as_str())));
        if self.order != ListOrder::default() {
            pairs.push(("sort", self.order.name()));
        }
        pairs.extend(self.columns.iter().map(|column| ("column", column.name())));
        pairs.extend(self.answers.iter().map(|answer| ("answer", answer.as_str())));
        pairs
    }

    /// The columns to be shown, after the name.
    pub fn shown(&self) -> &[Column] {
        if self.columns.is_empty() && self.answers.is_empty() { USUAL } else { &self.columns }
    }
}

/// A search as it is kept: one line, trimmed, not too long.
fn typed(text: &str) -> String {
    let line = text.split(char::is_control).collect::<Vec<_>>().join(" ");
    line.trim().chars().take(SEARCH_MAX).collect::<String>().trim().to_owned()
}

/// The name by which a registration is sorted.
pub fn name_key(name: &str) -> String {
    cut(fold(name), NAME_KEY_MAX)
}

/// Everything by which a registration is found.
pub fn found_by(id: Id, name: &str, email: &str, organisation: Option<&str>) -> String {
    let text = format!("{}\n{name}\n{email}\n{}", reference(id), organisation.unwrap_or_default());
    cut(fold(&text), FOUND_BY_MAX)
}

/// What the holder of a registration quotes when asking for help: the first eight digits of its identity.
pub fn reference(id: Id) -> String {
    let digits = id.simple().to_string().to_uppercase();
    format!("{}-{}", digits.get(..4).unwrap_or_default(), digits.get(4..8).unwrap_or_default())
}

fn cut(mut text: String, most: usize) -> String {
    while text.len() > most {
        text.pop();
    }
    text
}

/// The name of a list as it is kept: trimmed, on one line.
///
/// # Errors
/// What is to be mended, in words.
pub fn view_name(typed: &str) -> Result<String, &'static str> {
    let name = typed.trim();
    if name.is_empty() {
        return Err("Give the list a name");
    }
    if name.chars().count() > VIEW_NAME_MAX || name.chars().any(char::is_control) {
        return Err("Give the list a name of at most 60 characters");
    }
    Ok(name.to_owned())
}

/// Tags as typed, separated by commas or line breaks: each in the form in which it is kept, in order, each once.
///
/// # Errors
/// What is to be mended, in words.
pub fn tags(text: &str) -> Result<Vec<Slug>, &'static str> {
    let typed = text.split([',', ';', '\n', '\r']).map(str::trim).filter(|tag| !tag.is_empty());
    let mut tags = Vec::new();
    for tag in typed {
        if tag.chars().count() > TAG_MAX {
            return Err("Give each tag at most 40 characters");
        }
        if !tag.chars().any(|character| Slug::of(&character.to_string()).as_str() != "untitled") {
            return Err("Write tags in letters from a to z and digits");
        }
        tags.push(Slug::of(tag));
    }
    tags.sort_unstable();
    tags.dedup();
    if tags.len() > TAGS_MAX { Err("Give at most ten tags") } else { Ok(tags) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};
    use proptest::{collection, prop_assert, prop_assert_eq};

    use super::{Column, ListOrder, ListQuery, found_by, name_key, reference, tags, view_name};
    use crate::content::Id;

    #[test]
    fn an_address_is_put_in_order_and_loses_what_means_nothing() {
        let typed = [
            ("column", "since"),
            ("state", "waiting"),
            ("q", "  Rossi\nMilano "),
            ("state", "nonsense"),
            ("country", "XX"),
            ("profession", "nurse"),
            ("state", "pending"),
            ("sort", "name"),
            ("column", "email"),
            ("answer", "diet"),
            ("answer", "<b>"),
            ("tag", "Not a tag"),
            ("page", "7"),
        ];
        let query = ListQuery::from_pairs(typed);
        let pairs = [
            ("q", "Rossi Milano"),
            ("state", "pending"),
            ("state", "waiting"),
            ("profession", "nurse"),
            ("sort", "name"),
            ("column", "email"),
            ("column", "since"),
            ("answer", "diet"),
        ];
        assert_eq!(query.pairs(), pairs);
        assert_eq!((query.order, query.shown()), (ListOrder::Name, &[Column::Email, Column::Since][..]));
        assert!(ListQuery::default().pairs().is_empty() && !ListQuery::default().filter.is_filtering());
        assert!(ListQuery::default().shown().contains(&Column::State));
    }

    #[test]
    fn people_are_found_without_accents_and_by_what_they_quote() {
        let id = Id::from_u128(0x3f2a_91bc_0000_4000_8000_0000_0000_0001);
        assert_eq!(reference(id), "3F2A-91BC");
        let text = found_by(id, "Zoë Müller", "Zoe@Klinik.example", Some("Universitätsklinik"));
        for word in ["zoe", "muller", "@klinik", "3f2a-91bc", "universitats"] {
            assert!(text.contains(word), "{word} in {text}");
        }
        assert_eq!(name_key("Øyvind ÅRDAL"), "øyvind ardal");
    }

    #[test]
    fn a_list_has_a_name_on_one_line() {
        assert_eq!(view_name("  Waiting, Italy "), Ok("Waiting, Italy".to_owned()));
        assert!(view_name(" ").is_err() && view_name("a\nb").is_err() && view_name(&"é".repeat(61)).is_err());
    }

    #[test]
    fn tags_are_kept_in_one_form_and_once() {
        let kept =
            |text: &str| tags(text).map(|tags| tags.iter().map(|tag| tag.as_str().to_owned()).collect::<Vec<_>>());
        assert_eq!(kept("VIP, dinner guest;vip\n\n"), Ok(vec!["dinner-guest".to_owned(), "vip".to_owned()]));
        assert_eq!(kept(" , "), Ok(Vec::new()));
        assert!(kept("肿瘤").is_err() && kept(&"a".repeat(41)).is_err());
        assert!(kept("a,b,c,d,e,f,g,h,i,j,k").is_err());
    }

    proptest! {
        #[test]
        fn reading_what_was_written_gives_the_same_list(
            pairs in collection::vec(("(q|state|country|profession|tag|sort|column|answer)", "(waiting|IT|nurse|name|email|a b|.{0,9})"), 0..9),
        ) {
            let query = ListQuery::from_pairs(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())));
            prop_assert_eq!(ListQuery::from_pairs(query.pairs()), query);
        }

        #[test]
        fn what_an_index_holds_is_never_too_long(name in any::<String>(), more in ".{0,400}", id in any::<u128>()) {
            let text = found_by(Id::from_u128(id), &name, &more, Some(&more));
            prop_assert!(text.len() <= 1_200 && name_key(&more).len() <= 200);
        }
    }
}
