//! Pictures for badges.

use std::io::Cursor;

use image::{ImageFormat, Rgba, RgbaImage};

/// Draws a PNG with a ring and a star. `seed` selects the colours, so that badges look different.
pub fn png(side: u32, seed: u8) -> Vec<u8> {
    let hue = [
        seed.wrapping_mul(53),
        seed.wrapping_mul(97).wrapping_add(80),
        seed.wrapping_mul(29).wrapping_add(120),
    ];
    let middle = f64::from(side) / 2.0;
    let picture = RgbaImage::from_fn(side, side, |x, y| {
        let (dx, dy) = ((f64::from(x) + 0.5 - middle) / middle, (f64::from(y) + 0.5 - middle) / middle);
        let (radius, angle) = (dx.hypot(dy), dy.atan2(dx));
        let star = 0.42 + 0.18 * (angle * 5.0).cos();
        match radius {
            r if r > 0.98 => Rgba([0, 0, 0, 0]),
            r if r > 0.82 => Rgba([hue[0], hue[1], hue[2], 255]),
            r if r < star => Rgba([hue[1], hue[2], hue[0], 255]),
            _ => Rgba([250, 248, 240, 255]),
        }
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).expect("a picture in memory");
    bytes.into_inner()
}

/// Draws an SVG with a ring and a star. `seed` selects the colours.
pub fn svg(seed: u8) -> Vec<u8> {
    let hue = u16::from(seed) * 47 % 360;
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="46" fill="#faf8f0" stroke="hsl({hue},60%,40%)" stroke-width="8"/><path d="M50 18 60 42 86 42 65 58 73 84 50 68 27 84 35 58 14 42 40 42Z" fill="hsl({hue},70%,50%)"/></svg>"##
    )
    .into_bytes()
}
