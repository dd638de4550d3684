//! A QR code as one path of an SVG, made here: nobody else learns the secret in it.

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the code that readers need (ISO/IEC 18004, section 5.3.8).
const QUIET: usize = 4;

/// The QR code of a text; nothing if the text is too long for one.
pub(super) fn qr(text: &str, label: &'static str) -> Option<AnyView> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let size = code.width() + 2 * QUIET;
    let path = path(&code.to_colors(), code.width());
    Some(
        view! {
            <svg class="qr" role="img" aria-label=label viewBox=format!("0 0 {size} {size}") shape-rendering="crispEdges">
                <rect class="qr__paper" width=size height=size />
                <path class="qr__ink" d=path />
            </svg>
        }
        .into_any(),
    )
}

/// A square for each dark module, row by row.
fn path(modules: &[Color], width: usize) -> String {
    let dark = modules.iter().enumerate().filter(|(_, color)| **color == Color::Dark);
    dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET)).collect()
}

#[cfg(test)]
mod tests {
    use qrcode::Color::{Dark, Light};

    use super::path;

    #[test]
    fn dark_modules_stand_where_they_belong() {
        assert_eq!(path(&[Dark, Light, Light, Dark], 2), "M4 4h1v1h-1zM5 5h1v1h-1z");
    }
}
