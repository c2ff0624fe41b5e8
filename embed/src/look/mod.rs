//! The look of forms: brand colour, radius, light or dark, numbers, stars or faces. The agency's settings define it for
//! all forms, an address or an attribute of the snippet for one of them.
//!
//! Contrast is computed by WCAG 2.2's formula: with any brand colour, text in it and text on it can be read.

pub mod color;

use crate::fields::Fields;
use crate::look::color::Color;
use otklik_survey::limits::RADIUS_MAX_PX;
use serde::{Deserialize, Serialize};

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

/// The look of one form, or of a deployment.
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

/// The fields of the agency's look that a survey changes.
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

/// Light, dark, or as set on the reader's device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    Auto,
    Light,
    Dark,
}

impl Scheme {
    pub fn parse(word: &str) -> Option<Scheme> {
        match word {
            "auto" => Some(Scheme::Auto),
            "light" => Some(Scheme::Light),
            "dark" => Some(Scheme::Dark),
            _ => None,
        }
    }
}

/// The drawing of a five-point scale's values; longer scales always have numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Drawing {
    Numbers,
    Stars,
    Faces,
}

impl Drawing {
    pub fn parse(word: &str) -> Option<Drawing> {
        match word {
            "numbers" => Some(Drawing::Numbers),
            "stars" => Some(Drawing::Stars),
            "faces" => Some(Drawing::Faces),
            _ => None,
        }
    }
}

/// The background of text.
struct Paper {
    color: Color,
    /// The colour towards which text gets more contrast.
    towards: Color,
    rest: &'static str,
}

impl Look {
    /// This look with the fields of a query. An unreadable field changes nothing: a mistyped colour must not stop a
    /// form.
    pub fn with(self, query: &Fields) -> Look {
        let mut look = self.themed(&Theme {
            brand: Color::parse(query.get("brand")),
            radius_px: query.get("radius").parse().ok(),
            scheme: Scheme::parse(query.get("scheme")),
            scale: Drawing::parse(query.get("scale")),
        });
        look.radius_px = look.radius_px.min(RADIUS_MAX_PX);
        look
    }

    /// This look with a survey's changes.
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
        format!(
            "--paper:{};--brand:{};--fill:{};--on-fill:{};{}",
            self.color.hex(),
            brand.readable_on(self.color, self.towards).hex(),
            brand.hex(),
            brand.text_on_it().hex(),
            self.rest
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::look::color::{EDGE_CONTRAST, TEXT_CONTRAST};

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
                        let text = brand.readable_on(paper.color, paper.towards);
                        let ratio = text.contrast(paper.color);
                        assert!(ratio >= TEXT_CONTRAST, "{}: {ratio}", brand.hex());
                    }
                }
            }
        }
    }

    #[test]
    fn a_query_changes_only_the_fields_that_it_names() {
        let look = Look::default().with(&Fields::parse(b"brand=%23FFD600&radius=99&scale=hearts"));
        assert_eq!(look.brand.hex(), "#ffd600");
        assert_eq!(look.radius_px, RADIUS_MAX_PX);
        assert_eq!((look.scale, look.scheme), (Drawing::Numbers, Scheme::Auto));
        let wrong = Look::default().with(&Fields::parse(b"brand=red&radius=-1&scheme=pink"));
        assert_eq!(wrong, Look::default());
        assert!(!wrong.style().contains("hearts"));
    }

    #[test]
    fn a_fixed_scheme_has_no_media_query() {
        let mut look = Look::default();
        assert!(look.style().contains("prefers-color-scheme"));
        look.scheme = Scheme::Dark;
        assert!(!look.style().contains("prefers-color-scheme"));
        assert!(look.style().contains("--paper:#1a1d21"));
    }
}
