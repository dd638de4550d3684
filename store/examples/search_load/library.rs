//! An invented library as large as one becomes in years: words as often as words are (Zipf's law), a few real ones among them.

use domain::content::{
    Content, Disclosure, Id, Material, MaterialKind, MediaKey, Person, RichText, Topic, TopicFacet, Visibility,
};
use domain::slug::Slug;
use domain::timed_text::{Cue, vtt};

/// Materials, each with a transcript.
pub(crate) const MATERIALS: u32 = 5_000;
/// Words of each transcript: two millions in all.
pub(crate) const WORDS: u32 = 400;
/// Different words.
const VOCABULARY: u32 = 20_000;
const PEOPLE: u32 = 1_500;

const FIRST: [&str; 8] = ["Maria", "Zoë", "Łukasz", "Ada", "Jean-Luc", "Sana", "Florian", "Müge"];
const SYLLABLES: [&str; 16] =
    ["ra", "te", "mo", "ni", "cal", "ter", "on", "pi", "des", "lu", "gra", "sen", "to", "vi", "ber", "ka"];
/// The words that are spoken most, in this order.
const COMMON: [&str; 12] =
    ["the", "patients", "of", "care", "and", "telemedicine", "treatment", "symptoms", "at", "home", "with", "cancer"];

/// Numbers that are the same on every run (a linear congruential generator, Knuth's MMIX).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(limit.max(1))).unwrap_or(0)
    }

    /// The place of a word in the order of how often words are used: the tenth a tenth as often as the first.
    fn place(&mut self) -> u32 {
        let share = f64::from(self.below(1_000_000)) / 1_000_000.0;
        // Each magnitude is as likely as the next.
        let magnitude = f64::from(VOCABULARY).powf(share);
        format!("{magnitude:.0}").parse::<u32>().unwrap_or(1).saturating_sub(1)
    }
}

/// The word at that place.
pub(crate) fn word(place: u32) -> String {
    let common = usize::try_from(place).ok().and_then(|place| COMMON.get(place));
    if let Some(word) = common {
        return (*word).to_owned();
    }
    let mut number = place;
    let mut word = String::new();
    while number > 0 {
        let syllable = usize::try_from(number % 16).ok().and_then(|at| SYLLABLES.get(at));
        word.push_str(syllable.copied().unwrap_or_default());
        number /= 16;
    }
    word
}

fn sentence(dice: &mut Dice, words: u32) -> String {
    (0..words).map(|_| word(dice.place())).collect::<Vec<_>>().join(" ")
}

/// Identities are as different as real ones.
fn id(kind: u128, number: u32) -> Id {
    Id::from_u128((kind + u128::from(number)).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835))
}

/// The file of a recording.
fn media(number: u32) -> Option<MediaKey> {
    format!("{number:040x}").parse().ok()
}

/// The programme.
pub(crate) fn content() -> Content {
    let mut dice = Dice::new(7);
    let topics = (0..34).map(|number| Topic {
        id: id(0x1_0000, number),
        slug: Slug::of(&format!("topic-{number}")),
        facet: TopicFacet::Stage,
        name: if number == 0 {
            "Telemonitoring".to_owned()
        } else {
            format!("{} {}", word(100 + number), word(200 + number))
        },
        former_slugs: Vec::new(),
    });
    let people = (0..PEOPLE).map(|number| {
        let first = usize::try_from(number % 8).ok().and_then(|at| FIRST.get(at)).copied().unwrap_or_default();
        let last = if number == 0 { "Scotté".to_owned() } else { word(9_000 + number) };
        Person {
            id: id(0x10_0000, number),
            slug: Slug::of(&format!("person-{number}")),
            name: format!("{first} {last}"),
            sort_name: last,
            affiliation: None,
            biography: RichText::default(),
            portrait: None,
            disclosure: Disclosure::default(),
            former_slugs: Vec::new(),
        }
    });
    let materials = (0..MATERIALS).map(|number| {
        let words = 4 + dice.below(6);
        Material {
            id: id(0x100_0000, number),
            slug: Slug::of(&format!("material-{number}")),
            kind: MaterialKind::Recording,
            title: sentence(&mut dice, words),
            summary: sentence(&mut dice, 20),
            event: None,
            session: None,
            url: None,
            media: media(number),
            body: RichText::default(),
            visibility: Visibility::Public,
            publisher: None,
            published: None,
            prepared: None,
            reviewed: None,
            expires: None,
            minutes: Some(3),
            completion: None,
            language: "en".to_owned(),
            authors: vec![id(0x10_0000, number % PEOPLE)],
            topics: vec![id(0x1_0000, number % 34)],
            former_slugs: Vec::new(),
        }
    });
    let materials = materials.collect();
    Content { topics: topics.collect(), people: people.collect(), materials, ..Content::default() }
}

/// What is said in a recording, as `WebVTT`: captions of ten words, each four seconds long.
pub(crate) fn transcript(seed: u32, words: u32) -> String {
    let mut dice = Dice::new(u64::from(seed) + 1_000);
    let cues = (0..words / 10).map(|number| Cue {
        start: number * 4_000,
        end: number * 4_000 + 3_900,
        text: sentence(&mut dice, 10),
        ..Cue::default()
    });
    vtt(&cues.collect::<Vec<_>>())
}
