//! Writes the slides as PDF (ISO 32000-1): plain text in the fonts that every reader has, on a coloured ground.

use super::talk::Slide;

/// Width and height of a page, in points: 16 to 9.
const SIZE: (u32, u32) = (960, 540);

/// A page for each slide, with `mark` on each.
pub(super) fn write(mark: &str, slides: &[Slide]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R /Lang (en) >>".to_owned(),
        pages(slides.len()),
        font("Helvetica"),
        font("Helvetica-Bold"),
    ];
    for (index, slide) in slides.iter().enumerate() {
        let content = content(mark, index, slide);
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {} {}] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>",
            SIZE.0,
            SIZE.1,
            6 + index * 2
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    file(&objects)
}

fn pages(count: usize) -> String {
    let kids: Vec<String> = (0..count).map(|index| format!("{} 0 R", 5 + index * 2)).collect();
    format!("<< /Type /Pages /Kids [{}] /Count {count} >>", kids.join(" "))
}

fn font(name: &str) -> String {
    format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} >>")
}

/// A dark ground, a light band at its foot with the mark, the title, the lines, and the number.
fn content(mark: &str, index: usize, slide: &Slide) -> String {
    let ground = ["0.07 0.20 0.32", "0.10 0.26 0.24", "0.22 0.16 0.34", "0.30 0.16 0.16", "0.16 0.18 0.22"];
    let ground = ground.get(index % ground.len()).copied().unwrap_or_default();
    let mut content = format!("{ground} rg 0 0 960 540 re f 0.95 0.93 0.86 rg 0 0 960 60 re f 1 1 1 rg\n");
    content.push_str(&text("F2", 54, 70, 380, slide.title));
    for (line, words) in slide.lines.iter().enumerate() {
        let from_top = u32::try_from(line).unwrap_or_default();
        content.push_str(&text("F1", 32, 70, 290 - from_top * 56, words));
    }
    content.push_str("0.10 0.10 0.10 rg\n");
    content.push_str(&text("F2", 22, 70, 22, mark));
    content.push_str(&text("F1", 22, 880, 22, &(index + 1).to_string()));
    content
}

fn text(font: &str, size: u32, x: u32, y: u32, words: &str) -> String {
    let words = words.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
    format!("BT /{font} {size} Tf {x} {y} Td ({words}) Tj ET\n")
}

/// The objects with their table of contents.
fn file(objects: &[String]) -> Vec<u8> {
    let (mut file, mut rows) = ("%PDF-1.4\n".to_owned(), String::new());
    for (index, object) in objects.iter().enumerate() {
        rows.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let (table, size) = (file.len(), objects.len() + 1);
    file.push_str(&format!(
        "xref\n0 {size}\n0000000000 65535 f \n{rows}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    ));
    file.into_bytes()
}
