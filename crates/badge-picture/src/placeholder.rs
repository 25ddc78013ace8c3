//! Placeholder pictures: a plain emblem that is the same for the same badge.

use crate::{error::PictureError, limits::LONGEST_SIDE, svg};

/// Draws a PNG of `side` by `side` pixels. Its colours and shape depend on `seed`, any stable text of the badge, e.g.
/// its id.
pub fn placeholder(seed: &str, side: u32) -> Result<Vec<u8>, PictureError> {
    svg::draw(&emblem(seed), side.clamp(1, LONGEST_SIDE))
}

/// Distinguishable calm colours, each with a lighter one for the inner shape.
const COLOURS: [(&str, &str); 8] = [
    ("#35607a", "#dbe8ef"),
    ("#3d6b4f", "#dcebe0"),
    ("#7a4b35", "#f1e2d8"),
    ("#5b4a82", "#e6e0f1"),
    ("#7a3550", "#f1dbe4"),
    ("#2f6b6b", "#d8ecec"),
    ("#6b6130", "#eeead4"),
    ("#4a5568", "#e2e6ec"),
];

fn emblem(seed: &str) -> String {
    let digest = openbadges::documents::sha256_hex(seed.as_bytes());
    let digit = |at: usize| digest.as_bytes().get(at).map_or(0, |digit| usize::from(*digit));
    let (dark, light) = COLOURS[(digit(0) * 31 + digit(1)) % COLOURS.len()];
    let points = 5 + (digit(2) + digit(3)) % 4;
    let (outer, inner) = (polygon(6, 46.0, 46.0), polygon(2 * points, 24.0, 11.0 + (digit(4) % 4) as f32));
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><polygon points="{outer}" fill="{dark}" stroke="{dark}" stroke-width="6" stroke-linejoin="round"/><circle cx="50" cy="50" r="33" fill="{light}"/><polygon points="{inner}" fill="{dark}"/></svg>"#
    )
}

/// Returns the corners of a polygon around the middle that alternates between two radii.
fn polygon(corners: usize, even: f32, odd: f32) -> String {
    let corner = |at: usize| {
        let angle = std::f32::consts::TAU * at as f32 / corners as f32;
        let radius = if at.is_multiple_of(2) { even } else { odd };
        format!("{:.2},{:.2}", 50.0 + radius * angle.sin(), 50.0 - radius * angle.cos())
    };
    (0..corners).map(corner).collect::<Vec<_>>().join(" ")
}
