//! `/v1/surveys/{survey}/qr.svg` and `.png`: a vote page's QR code, for cards on tables and doors.

use super::email::event;
use crate::auth::principal::Public;
use crate::ctx::Ctx;
use crate::http::error::{ClientError, Result};
#[cfg(test)]
use crate::http::openapi_query::QrQuery;
use crate::http::query::named;
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::platform::link_code;
use crate::store::published_surveys;
use ::png::{BitDepth, ColorType, EncodingError};
use otklik_survey::{Channel, Lang, Touchpoint};
use qrcodegen::{QrCode, QrCodeEcc};
use worker::Response;

/// Light modules around the code, which ISO/IEC 18004 asks for.
const QUIET: i32 = 4;
/// Enough for a card of 5 cm at 300 dots an inch. Every module is a whole number of pixels, so that edges are crisp.
const PNG_MIN_PX: i32 = 600;

/// The picture's format.
#[derive(Clone, Copy)]
enum ImageFormat {
    Svg,
    Png,
}

impl ImageFormat {
    const fn extension(self) -> &'static str {
        match self {
            ImageFormat::Svg => ".svg",
            ImageFormat::Png => ".png",
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            ImageFormat::Svg => "image/svg+xml",
            ImageFormat::Png => "image/png",
        }
    }
}

/// The vote page's address as a QR code, for print.
#[cfg_attr(test, utoipa::path(get, path = "/v1/surveys/{survey}/qr.svg", operation_id = "qr_svg", tag = "agency",
    params(("survey" = String, Path), QrQuery),
    responses((status = 200, description = "The vote page's address as a QR code, for print", content_type = "image/svg+xml"),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody))))]
pub async fn svg(ctx: Ctx<Public>) -> Result<Response> {
    draw(ImageFormat::Svg, &ctx)
}

/// The same in pixels.
#[cfg_attr(test, utoipa::path(get, path = "/v1/surveys/{survey}/qr.png", operation_id = "qr_png", tag = "agency",
    params(("survey" = String, Path), QrQuery),
    responses((status = 200, description = "The same in pixels, 600 wide at least", content_type = "image/png"),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody))))]
pub async fn png(ctx: Ctx<Public>) -> Result<Response> {
    draw(ImageFormat::Png, &ctx)
}

/// 1. Unknown survey: 404.
/// 2. A language or touchpoint that does not exist, an event's id over 64 characters, a malformed code: 422.
/// 3. 200, cached by everybody for a day: the same query is the same picture.
fn draw(format: ImageFormat, ctx: &Ctx<Public>) -> Result<Response> {
    // 1
    let (query, settings) = (&ctx.request.query, &ctx.settings);
    let survey = published_surveys::known(ctx.param())?;
    // 2
    let event = event(query)?;
    let lang = named(query, "lang", Lang::from_tag)?;
    let touchpoint = named(query, "touchpoint", Touchpoint::parse)?;
    let link = named(query, "code", link)?;
    let address = match &link {
        Some(code) => address_of_link(&settings.public_url, code, lang),
        None => address(&settings.public_url, survey.id(), event, lang, touchpoint),
    };
    let event = link.as_deref().unwrap_or(event);
    // Only the event's id can make the address too long for a code.
    let code = encode(&address).ok_or_else(|| ClientError::BadParameter("event".to_owned()))?;
    // 3
    let body = match format {
        ImageFormat::Svg => svg_of(&code).into_bytes(),
        ImageFormat::Png => {
            png_of(&code).map_err(|error| worker::Error::RustError(error.to_string()))?
        }
    };
    let name = file_name(survey.id(), event, format);
    let builder = response::builder(200, format.content_type(), "public, max-age=86400")?
        .with_header(
            "Content-Disposition",
            &format!("inline; filename=\"{name}\""),
        )?;
    Ok(builder.fixed(body))
}

/// A well-formed code of a link. It is not looked up, because anybody may draw any address.
fn link(raw: &str) -> Option<String> {
    link_code::is_code(raw).then(|| raw.to_owned())
}

/// An event's guest link. It names no channel, because `qr` is the default: a shorter address makes a coarser picture,
/// which cameras read from farther away.
fn address_of_link(public_url: &str, code: &str, lang: Option<Lang>) -> String {
    let lang = lang.map_or_else(String::new, |lang| format!("?lang={}", lang.code()));
    format!("{public_url}/e/{code}{lang}")
}

/// The address of the vote page, with its context.
fn address(
    public_url: &str,
    survey: &str,
    event: &str,
    lang: Option<Lang>,
    touchpoint: Option<Touchpoint>,
) -> String {
    let mut query = form_urlencoded::Serializer::for_suffix(String::from("?"), 1);
    if !event.is_empty() {
        query.append_pair("event", event);
    }
    if let Some(touchpoint) = touchpoint {
        query.append_pair("touchpoint", touchpoint.as_str());
    }
    query.append_pair("channel", Channel::Qr.as_str());
    if let Some(lang) = lang {
        query.append_pair("lang", lang.code());
    }
    format!("{public_url}/s/{survey}{}", query.finish())
}

/// Level Q: a quarter of the code may be soiled, creased or under a lamp.
fn encode(address: &str) -> Option<QrCode> {
    QrCode::encode_text(address, QrCodeEcc::Quartile).ok()
}

/// Black on white, whatever the background. One path of runs, which viewers scale without seams.
fn svg_of(code: &QrCode) -> String {
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let length = (x..size).take_while(|x| code.get_module(*x, y)).count();
            let length = i32::try_from(length).unwrap_or(0);
            if length > 0 {
                let (x, y) = (x + QUIET, y + QUIET);
                path.push_str(&format!("M{x} {y}h{length}v1h-{length}z"));
            }
            x += length.max(1);
        }
    }
    let side = size + 2 * QUIET;
    format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">"#,
            r##"<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>"##,
            "\n"
        ),
        side = side,
        path = path
    )
}

fn png_of(code: &QrCode) -> Result<Vec<u8>, EncodingError> {
    let side = code.size() + 2 * QUIET;
    let scale = (PNG_MIN_PX + side - 1) / side;
    let is_dark = |x: i32, y: i32| code.get_module(x / scale - QUIET, y / scale - QUIET);
    let side_px = side * scale;
    let mut pixels = Vec::new();
    for y in 0..side_px {
        for start in (0..side_px).step_by(8) {
            let bits = (start..start + 8).map(|x| u8::from(!is_dark(x, y)));
            pixels.push(bits.fold(0, |byte, bit| byte << 1 | bit));
        }
    }
    let mut file = Vec::new();
    let mut encoder =
        ::png::Encoder::new(&mut file, side_px.unsigned_abs(), side_px.unsigned_abs());
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::One);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(file)
}

/// `otklik-guest-ev-01.svg`; of an event's id only the characters that every file system takes.
fn file_name(survey: &str, event: &str, format: ImageFormat) -> String {
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let event: String = event.chars().filter(is_plain).collect();
    let mut name = format!("otklik-{survey}");
    if !event.is_empty() {
        name.push('-');
        name.push_str(&event);
    }
    name + format.extension()
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://otklik.example";
    /// 64 characters, each of which takes six bytes in an address.
    const LONGEST: &str = "ёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёё";

    fn addresses() -> Vec<String> {
        vec![
            address(URL, "guest", "", None, None),
            address(
                URL,
                "guest",
                "ev-01",
                Some(Lang::Uk),
                Some(Touchpoint::Event),
            ),
            address(URL, "client", "весілля & co", None, None),
            address(
                URL,
                "guest",
                LONGEST,
                Some(Lang::Ru),
                Some(Touchpoint::Consult),
            ),
            address_of_link(URL, "N7PUP5BRdPBK", Some(Lang::Uk)),
        ]
    }

    #[test]
    fn the_address_is_the_vote_page_with_its_context() {
        assert_eq!(
            addresses()[..2],
            [
                "https://otklik.example/s/guest?channel=qr",
                "https://otklik.example/s/guest?event=ev-01&touchpoint=event&channel=qr&lang=uk"
            ]
        );
    }

    /// The text that a reader decodes from a picture of `side` pixels.
    fn read(side: usize, is_dark: impl Fn(usize, usize) -> bool) -> String {
        let mut image = rqrr::PreparedImage::prepare_from_bitmap(side, side, is_dark);
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1, "one code");
        let (meta, content) = grids[0].decode().unwrap();
        // rqrr returns the format bits of the level: 3 is Q, 2 is H.
        assert!(matches!(meta.ecc_level, 2 | 3), "level {}", meta.ecc_level);
        content
    }

    #[test]
    fn the_png_reads_as_the_address() {
        for address in addresses() {
            let picture = png_of(&encode(&address).unwrap()).unwrap();
            let decoder = ::png::Decoder::new(std::io::Cursor::new(&picture));
            let mut reader = decoder.read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            let frame = reader.next_frame(&mut pixels).unwrap();
            let side = usize::try_from(frame.width).unwrap();
            assert_eq!(frame.width, frame.height);
            assert!(frame.width >= 600, "{} px", frame.width);
            assert!(picture.len() < 4_000, "{} bytes", picture.len());
            let is_dark =
                |x: usize, y: usize| pixels[y * frame.line_size + x / 8] >> (7 - x % 8) & 1 == 0;
            let quiet = side * 4 / usize::try_from(encode(&address).unwrap().size() + 8).unwrap();
            for along in 0..side {
                for edge in [0, quiet - 1, side - 1] {
                    assert!(
                        !is_dark(along, edge) && !is_dark(edge, along),
                        "the quiet zone"
                    );
                }
            }
            assert_eq!(read(side, is_dark), address);
        }
    }

    #[test]
    fn the_svg_draws_the_same_modules() {
        for address in addresses() {
            let code = encode(&address).unwrap();
            let text = svg_of(&code);
            let side = usize::try_from(code.size() + 2 * QUIET).unwrap();
            assert!(text.contains(&format!("viewBox=\"0 0 {side} {side}\"")));
            let path = text.rsplit_once("<path d=\"").unwrap().1;
            let mut dark = vec![vec![false; side]; side];
            for run in path.split('M').skip(1) {
                let (start, rest) = run.split_once('h').unwrap();
                let (x, y) = start.split_once(' ').unwrap();
                let [x, y]: [usize; 2] = [x, y].map(|number| number.parse().unwrap());
                let length: usize = rest.split('v').next().unwrap().parse().unwrap();
                dark[y][x..x + length].fill(true);
            }
            // The reader needs more than one pixel a module.
            assert_eq!(read(side * 4, |x, y| dark[y / 4][x / 4]), address);
        }
    }

    #[test]
    fn a_file_name_fits_every_system() {
        assert_eq!(
            file_name("guest", "ev-01", ImageFormat::Svg),
            "otklik-guest-ev-01.svg"
        );
        assert_eq!(
            file_name("guest", "../\"Ё\r\n", ImageFormat::Png),
            "otklik-guest.png"
        );
    }
}
