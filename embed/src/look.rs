//! How forms look: brand colour, radius, light or dark, what a scale is drawn with. The agency's
//! settings say it for everything, an address or an attribute of the snippet for one place.
//!
//! Contrast is computed, by WCAG 2.2's formula, not hoped for: whatever colour is asked for, text in
//! it reads on our paper and text on it reads too.

use crate::fields::Fields;
use otklik_survey::limits::RADIUS_MAX_PX;
use serde::{Deserialize, Serialize, Serializer};

/// WCAG 2.2, 1.4.3: text against what is behind it.
const TEXT_CONTRAST: f64 = 4.5;

/// WCAG 2.2, 1.4.11: what bounds a control against what is beside it.
const EDGE_CONTRAST: f64 = 3.0;

const LIGHT: Paper = Paper {
    color: Color([255, 255, 255]),
    towards: Color([0, 0, 0]),
    rest: "--ink:#1b1f24;--soft:#545c66;--line:#868e99;--edge:#dde2e8;--wrong:#b3261e",
};
const DARK: Paper = Paper {
    color: Color([26, 29, 33]),
    towards: Color([255, 255, 255]),
    rest: "--ink:#f0f2f5;--soft:#b3bac4;--line:#7d8590;--edge:#363c44;--wrong:#ffb4ab",
};

/// The look of one place, or of a deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Look {
    pub brand: Color,
    /// Of controls; cards are half as round again.
    pub radius_px: u8,
    pub scheme: Scheme,
    pub scale: Drawing,
}

impl Default for Look {
    fn default() -> Look {
        Look {
            brand: Color([0x1b, 0x4f, 0xd6]),
            radius_px: 8,
            scheme: Scheme::Auto,
            scale: Drawing::Numbers,
        }
    }
}

/// What a survey's own look changes of the agency's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Theme {
    /// `#rrggbb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub brand: Option<Color>,
    /// 24 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub radius_px: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<Scheme>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<Drawing>,
}

/// Light, dark, or as the reader's device is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    Auto,
    Light,
    Dark,
}

impl Scheme {
    pub fn from_word(word: &str) -> Option<Scheme> {
        match word {
            "auto" => Some(Scheme::Auto),
            "light" => Some(Scheme::Light),
            "dark" => Some(Scheme::Dark),
            _ => None,
        }
    }
}

/// What the values of a five-point scale are drawn with; longer scales are always numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Drawing {
    Numbers,
    Stars,
    Faces,
}

impl Drawing {
    pub fn from_word(word: &str) -> Option<Drawing> {
        match word {
            "numbers" => Some(Drawing::Numbers),
            "stars" => Some(Drawing::Stars),
            "faces" => Some(Drawing::Faces),
            _ => None,
        }
    }
}

/// A colour of the screen: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Color([u8; 3]);

/// What text stands on.
struct Paper {
    color: Color,
    /// Where text gets more contrast.
    towards: Color,
    rest: &'static str,
}

impl Look {
    /// This look with what a query asks for. What cannot be read changes nothing: a mistyped colour
    /// costs nobody a vote.
    pub fn with(self, query: &Fields) -> Look {
        let mut look = self.themed(&Theme {
            brand: Color::parse(query.get("brand")),
            radius_px: query.get("radius").parse().ok(),
            scheme: Scheme::from_word(query.get("scheme")),
            scale: Drawing::from_word(query.get("scale")),
        });
        look.radius_px = look.radius_px.min(RADIUS_MAX_PX);
        look
    }

    /// This look with what a survey changes of it.
    #[must_use]
    pub fn themed(self, theme: &Theme) -> Look {
        Look {
            brand: theme.brand.unwrap_or(self.brand),
            radius_px: theme.radius_px.unwrap_or(self.radius_px),
            scheme: theme.scheme.unwrap_or(self.scheme),
            scale: theme.scale.unwrap_or(self.scale),
        }
    }

    /// The style's variables.
    pub fn style(&self) -> String {
        let radius_px = self.radius_px.to_string();
        let block = |scheme: &str, paper: &Paper| {
            [
                ":host,html,.otklik{--scheme:",
                scheme,
                ";--radius:",
                &radius_px,
                "px;",
                &paper.variables(self.brand),
                "}",
            ]
            .concat()
        };
        match self.scheme {
            Scheme::Light => block("light", &LIGHT),
            Scheme::Dark => block("dark", &DARK),
            Scheme::Auto => [
                &block("light dark", &LIGHT),
                "@media(prefers-color-scheme:dark){:host,html,.otklik{",
                &DARK.variables(self.brand),
                "}}",
            ]
            .concat(),
        }
    }
}

impl Paper {
    /// `--brand` is for text and lines on this paper, `--fill` for areas with `--on-fill` on them.
    fn variables(&self, brand: Color) -> String {
        [
            "--paper:",
            &self.color.hex(),
            ";--brand:",
            &brand.readable_on(self).hex(),
            ";--fill:",
            &brand.hex(),
            ";--on-fill:",
            &brand.text_on_it().hex(),
            ";",
            self.rest,
        ]
        .concat()
    }
}

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
                // To the power of 2.4; `powf` would bring kilobytes of tables along.
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

    /// What bounds this colour on a white page: itself, or a grey, to be told apart from the paper
    /// (WCAG 2.2, 1.4.11).
    pub fn edge_on_white(self) -> Color {
        if self.contrast(Color([255; 3])) >= EDGE_CONTRAST {
            self
        } else {
            Color([0x86, 0x8e, 0x99])
        }
    }

    /// The colour nearest to this one, on its way to black or white, that reads on `paper`.
    fn readable_on(self, paper: &Paper) -> Color {
        let steps = (0..=20u16).map(|step| self.mixed(paper.towards, step));
        let mut readable = steps.skip_while(|it| it.contrast(paper.color) < TEXT_CONTRAST);
        readable.next().unwrap_or(paper.towards)
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
    fn contrast_is_wcags() {
        let (white, grey) = (Color([255; 3]), Color([0x76; 3]));
        assert!((white.contrast(Color([0; 3])) - 21.0).abs() < 1e-9);
        // The darkest grey that is said to pass on white: 4.54.
        assert!((white.contrast(grey) - 4.54).abs() < 0.01);
        for part in 11..=255u8 {
            let part = (f64::from(part) / 255.0 + 0.055) / 1.055;
            let power = part * part * fifth_root(part * part);
            assert!((power - part.powf(2.4)).abs() < 1e-12, "{part}");
        }
    }

    #[test]
    fn every_brand_reads_on_every_paper_and_under_every_text() {
        let parts = || (0..=255u8).step_by(15);
        for red in parts() {
            for green in parts() {
                for blue in parts() {
                    let brand = Color([red, green, blue]);
                    let on_it = brand.text_on_it().contrast(brand);
                    assert!(on_it >= TEXT_CONTRAST, "on {}: {on_it}", brand.hex());
                    let edge = brand.edge_on_white().contrast(Color([255; 3]));
                    assert!(edge >= EDGE_CONTRAST, "{}: {edge}", brand.hex());
                    for paper in [&LIGHT, &DARK] {
                        let text = brand.readable_on(paper);
                        let ratio = text.contrast(paper.color);
                        assert!(ratio >= TEXT_CONTRAST, "{}: {ratio}", brand.hex());
                    }
                }
            }
        }
    }

    #[test]
    fn a_query_changes_what_it_says_and_nothing_else() {
        let look = Look::default().with(&Fields::parse(b"brand=%23FFD600&radius=99&scale=hearts"));
        assert_eq!(look.brand.hex(), "#ffd600");
        assert_eq!(look.radius_px, RADIUS_MAX_PX);
        assert_eq!((look.scale, look.scheme), (Drawing::Numbers, Scheme::Auto));
        let wrong = Look::default().with(&Fields::parse(b"brand=red&radius=-1&scheme=pink"));
        assert_eq!(wrong, Look::default());
        assert!(!wrong.style().contains("hearts"));
    }

    #[test]
    fn a_scheme_that_is_set_asks_no_device() {
        let mut look = Look::default();
        assert!(look.style().contains("prefers-color-scheme"));
        look.scheme = Scheme::Dark;
        assert!(!look.style().contains("prefers-color-scheme"));
        assert!(look.style().contains("--paper:#1a1d21"));
    }
}
