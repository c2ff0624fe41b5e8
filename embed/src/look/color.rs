//! A colour, and how it contrasts with another, by WCAG 2.2.

use serde::{Deserialize, Serialize, Serializer};

/// WCAG 2.2, 1.4.3: text against its background.
pub(super) const TEXT_CONTRAST: f64 = 4.5;

/// WCAG 2.2, 1.4.11: the border of a control against its surroundings.
pub(super) const EDGE_CONTRAST: f64 = 3.0;

/// A colour of the screen: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Color(pub(super) [u8; 3]);

impl Color {
    /// Reads `#rrggbb`, with or without its sign.
    pub fn parse(text: &str) -> Option<Color> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let value = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = value.to_be_bytes();
        Some(Color([red, green, blue]))
    }

    pub fn hex(self) -> String {
        let mut text = String::from("#");
        for part in self.0 {
            for half in [part >> 4, part & 15] {
                text.push(char::from(b"0123456789abcdef"[usize::from(half)]));
            }
        }
        text
    }

    /// WCAG 2.2, "relative luminance": 0 for black, 1 for white.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                let part = (part + 0.055) / 1.055;
                // To the power of 2.4; `powf` would link kilobytes of tables.
                part * part * fifth_root(part * part)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// WCAG 2.2, "contrast ratio": 1 to 21.
    pub fn contrast(self, other: Color) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// White where it reads, else black: one of the two always has 4.58 at least.
    pub fn text_on_it(self) -> Color {
        let white = Color([255; 3]);
        if white.contrast(self) >= TEXT_CONTRAST {
            white
        } else {
            Color([0; 3])
        }
    }

    /// The border of an area of this colour on a white page: the colour itself, or a grey that differs enough from the
    /// paper (WCAG 2.2, 1.4.11).
    pub fn edge_on_white(self) -> Color {
        if self.contrast(Color([255; 3])) >= EDGE_CONTRAST {
            self
        } else {
            Color([0x86, 0x8e, 0x99])
        }
    }

    /// The colour nearest to this one, on its way to black or white (`towards`), that reads on `paper`.
    pub(super) fn readable_on(self, paper: Color, towards: Color) -> Color {
        let steps = (0..=20u16).map(|step| self.mixed(towards, step));
        let mut readable = steps.skip_while(|it| it.contrast(paper) < TEXT_CONTRAST);
        readable.next().unwrap_or(towards)
    }

    /// `step` twentieths of the way to `other`.
    fn mixed(self, other: Color, step: u16) -> Color {
        let mut mixed = self.0;
        for (part, aim) in mixed.iter_mut().zip(other.0) {
            let sum = u16::from(*part) * (20 - step) + u16::from(aim) * step;
            // A mean of two bytes.
            *part = (sum / 20) as u8;
        }
        Color(mixed)
    }
}

/// Of a number from 0.001 to 1, by Newton's method from above, to the last digit.
fn fifth_root(number: f64) -> f64 {
    let step = |root: f64| (4.0 * root + number / (root * root * root * root)) / 5.0;
    (0..20).fold(1.0, |root, _| step(root))
}

impl Serialize for Color {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.hex())
    }
}

impl TryFrom<String> for Color {
    type Error = &'static str;

    /// # Errors
    /// Anything but `#rrggbb`.
    fn try_from(text: String) -> Result<Color, Self::Error> {
        Color::parse(&text).ok_or("a colour is written #rrggbb")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_agrees_with_wcag() {
        let (white, grey) = (Color([255; 3]), Color([0x76; 3]));
        assert!((white.contrast(Color([0; 3])) - 21.0).abs() < 1e-9);
        // The lightest grey that passes on white: 4.54.
        assert!((white.contrast(grey) - 4.54).abs() < 0.01);
        for part in 11..=255u8 {
            let part = (f64::from(part) / 255.0 + 0.055) / 1.055;
            let power = part * part * fifth_root(part * part);
            assert!((power - part.powf(2.4)).abs() < 1e-12, "{part}");
        }
    }
}
