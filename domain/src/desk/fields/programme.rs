//! The programme's own form: what stands on the home page.

use super::super::form::{Column, Form, Input, Trouble};
use crate::content::{Format, Programme, RichText, Section};
use crate::slug::Slug;

pub(super) fn bind(programme: &mut Programme, form: &mut Form<'_>) {
    form.line("name", &mut programme.name);
    let mut tagline = Some(programme.tagline.clone());
    form.optional_line("tagline", &mut tagline);
    programme.tagline = tagline.unwrap_or_default();
    form.paragraph("summary", &mut programme.summary);
    form.optional_email("contact", &mut programme.contact);
    sections(&mut programme.sections, form);
}

fn sections(value: &mut Vec<Section>, form: &mut Form<'_>) {
    let columns = vec![
        Column { name: "title", input: Input::Line },
        Column { name: "text", input: Input::RichText(Format::Markdown) },
        Column { name: "items", input: Input::Lines },
        Column { name: "slug", input: Input::Slug },
    ];
    let row = |section: &Section| {
        vec![section.title.clone(), section.text.source.clone(), section.items.join("\n"), section.slug.clone()]
    };
    let has = value.iter().map(row).collect();
    let before = value.clone();
    let read = form.rows(("sections", columns, false), has, |row, _| {
        let title = row.cell("title").to_owned();
        if title.is_empty() {
            return Err(("title", Trouble::Missing));
        }
        let slug = match row.cell("slug") {
            "" => Slug::of(&title),
            slug => slug.parse().map_err(|_| ("slug", Trouble::NotASlug))?,
        };
        // A text that came as HTML stays HTML.
        let format =
            before.iter().find(|old| old.slug == slug.as_str()).map_or(Format::Markdown, |old| old.text.format);
        Ok(Section {
            slug: slug.into(),
            title,
            text: RichText { format, source: row.cell("text").to_owned() },
            items: row.cell("items").lines().map(str::to_owned).collect(),
        })
    });
    let Some(sections) = read else { return };
    let twice = sections.iter().enumerate().find_map(|(index, section)| {
        let before = sections.iter().take(index).find(|before| before.slug == section.slug)?;
        Some((index, before.title.clone()))
    });
    match twice {
        Some((index, title)) => form.refuse_cell("sections", (index, "slug"), Trouble::Taken(title)),
        None => *value = sections,
    }
}
