//! A question of the registration form on its way into the browser: what its validator needs to know, in the attribute
//! `data-question` of its field, written like a query string. What is asked stands on the page already.

#[cfg(any(feature = "hydrate", test))]
use domain::content::{Choice, OnlyIf};
use domain::content::{Question, QuestionKind};

/// The attribute's value.
#[cfg(feature = "ssr")]
pub(crate) fn write(question: &Question) -> String {
    let mut data = form_urlencoded::Serializer::new(String::new());
    data.append_pair("name", question.name.as_str()).append_pair("kind", question.kind.name());
    if question.required {
        data.append_key_only("required");
    }
    for option in question.kind.options() {
        data.append_pair("option", option.value.as_str());
    }
    let (from, to) = match &question.kind {
        QuestionKind::Number { least, most } => {
            (least.map(|least| least.to_string()), most.map(|most| most.to_string()))
        }
        QuestionKind::Date { first, last } => (first.map(|first| first.to_string()), last.map(|last| last.to_string())),
        _ => (None, None),
    };
    for (name, limit) in [("from", from), ("to", to)] {
        if let Some(limit) = limit {
            data.append_pair(name, &limit);
        }
    }
    if let Some(condition) = &question.only_if {
        data.append_pair("only_if", condition.question.as_str());
        for value in &condition.is {
            data.append_pair("is", value);
        }
    }
    data.finish()
}

/// The question of an attribute; `label` is what the page asks.
#[cfg(any(feature = "hydrate", test))]
pub(crate) fn read(data: &str, label: &str) -> Option<Question> {
    let pairs: Vec<_> = form_urlencoded::parse(data.as_bytes()).collect();
    let all = |wanted: &'static str| pairs.iter().filter(move |(name, _)| name == wanted).map(|(_, value)| value);
    let one = |wanted| all(wanted).next();
    let options = || {
        all("option").filter_map(|value| Some(Choice { value: value.parse().ok()?, label: String::new() })).collect()
    };
    let kind = match &**one("kind")? {
        "short-text" => QuestionKind::ShortText,
        "long-text" => QuestionKind::LongText,
        "choice" => QuestionKind::Choice { options: options() },
        "choices" => QuestionKind::Choices { options: options() },
        "consent" => QuestionKind::Consent,
        "number" => QuestionKind::Number {
            least: one("from").and_then(|limit| limit.parse().ok()),
            most: one("to").and_then(|limit| limit.parse().ok()),
        },
        "date" => QuestionKind::Date {
            first: one("from").and_then(|limit| limit.parse().ok()),
            last: one("to").and_then(|limit| limit.parse().ok()),
        },
        _ => return None,
    };
    let only_if = one("only_if").and_then(|question| {
        Some(OnlyIf {
            question: question.parse().ok()?,
            is: all("is").map(|value| value.clone().into_owned()).collect(),
        })
    });
    let name = one("name")?.parse().ok()?;
    Some(Question { name, label: label.to_owned(), hint: None, required: one("required").is_some(), kind, only_if })
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use domain::content::Question;
    use serde_json::{from_value, json};

    use super::{read, write};

    #[test]
    fn a_question_arrives_in_the_browser_as_it_left() {
        let option = |value: &str| json!({ "value": value, "label": "" });
        let only_if = json!({ "question": "other", "is": ["a&b=c", "ü+ %\""] });
        for kind in [
            json!({ "type": "short_text" }),
            json!({ "type": "long_text" }),
            json!({ "type": "consent" }),
            json!({ "type": "choice", "options": [option("a"), option("b")] }),
            json!({ "type": "choices", "options": [option("a")] }),
            json!({ "type": "number", "least": -3 }),
            json!({ "type": "date", "first": "2022-10-12", "last": "2022-10-13" }),
        ] {
            for (required, only_if) in [(true, json!(null)), (false, only_if.clone())] {
                let question: Question = from_value(
                    json!({ "name": "q", "label": "why?", "required": required, "kind": kind, "only_if": only_if }),
                )
                .expect("a question");
                assert_eq!(read(&write(&question), "why?"), Some(question));
            }
        }
        for junk in ["", "name=q", "name=q&kind=magic", "name=Q+!&kind=consent"] {
            assert_eq!(read(junk, ""), None, "{junk}");
        }
    }
}
