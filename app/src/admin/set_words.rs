//! What is set, in plain words: its name, its values, where it is set.

use domain::settings::{Kept, Retention, Setting};

use super::retention::kept_name;
use crate::t;

/// Its name.
pub(crate) fn setting_name(setting: Setting) -> &'static str {
    match setting {
        Setting::SenderName => t!(settings.sender_name),
        Setting::Accent => t!(settings.accent),
        Setting::Glossary => t!(glossary.title),
        Setting::Retention => t!(retention.title),
        Setting::Zone => t!(settings.zone),
        Setting::Languages => t!(settings.languages),
    }
}

/// Where it is set.
pub(crate) fn setting_path(setting: Setting) -> &'static str {
    match setting {
        Setting::SenderName => "/admin/settings#mail",
        Setting::Accent => "/admin/settings#accent",
        Setting::Glossary => "/admin/glossary",
        Setting::Retention => "/admin/settings/retention",
        Setting::Zone => "/admin/settings#zone",
        Setting::Languages => "/admin/settings#languages",
    }
}

/// A value as it was kept; `None` where nobody had set one.
pub(crate) fn setting_value(setting: Setting, value: Option<&str>) -> String {
    match (setting, value) {
        (Setting::Retention, None) => t!(set.for_good).to_owned(),
        (Setting::Retention, Some(written)) => {
            let retention = Retention::of_written(written);
            let one = |kept: &Kept| {
                let months = retention.months(*kept);
                let months = months
                    .map_or_else(|| t!(retention.for_good).to_owned(), |count| t!(retention.months, count = count));
                format!("{}: {months}", kept_name(*kept))
            };
            Kept::ALL.iter().map(one).collect::<Vec<_>>().join("; ")
        }
        (_, Some(value)) => value.to_owned(),
        (Setting::SenderName, None) => t!(set.operators).to_owned(),
        (Setting::Accent, None) => t!(set.products).to_owned(),
        (Setting::Glossary, None) => t!(desk.empty_value).to_owned(),
        (Setting::Zone, None) => t!(set.first_events).to_owned(),
        (Setting::Languages, None) => t!(set.english).to_owned(),
    }
}
