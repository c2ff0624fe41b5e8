//! The machines that name themselves in their user agent.
//!
//! In scope: names as whole words, since names of phones contain "bot" and "spider" too. Out of scope: machines with a
//! browser's user agent, as most mail scanners have, which the other flags find; programs that post on an agency's behalf.

/// Names in lower case, each with the page of its maker; `crawler-user-agents` and Matomo's `device-detector` collect
/// such names and the user agents that contain them.
const NAMES: &[&str] = &[
    // A robot gives the address of its page (RFC 9309, section 2.2.1), by habit with a plus; no phone's browser does.
    "+http:",
    "+https:",
    // Mail security: the makers' own names, since they publish no user agents.
    "barracuda",
    "barracudacentral",
    "cloudmark",
    "fireeye",
    "fortimail",
    "ironport",
    "kaspersky",
    "mimecast",
    "proofpoint",
    "safelinks",
    "trendmicro",
    // Pictures of letters: support.google.com/mail/answer/145919, help.yahoo.com/kb/SLN28749.html
    "googleimageproxy",
    "seznamemailproxy",
    "yahoomailproxy",
    // Previews of links. Viber's and Pinterest's browsers have their names alone.
    // developers.facebook.com/docs/sharing/webmasters/web-crawlers
    "facebookcatalog",
    "facebookexternalhit",
    "facebot",
    "meta-externalagent",
    "meta-externalfetcher",
    "meta-externalhit",
    // api.slack.com/robots
    "slack-imgproxy",
    "slackbot",
    "slackbot-linkexpanding",
    // www.bing.com/webmasters/help/which-crawlers-does-bing-use-8c184ec0
    "bingpreview",
    "microsoftpreview",
    "skypeuripreview",
    // Yahoo's, Quora's, Viber's: help.yahoo.com/kb/SLN23615.html
    "link preview",
    // vk.com/dev/Share
    "vkshare",
    "discordbot",
    "embedly",
    "flipboardproxy",
    "google web preview",
    "linkedinbot",
    "odklbot",
    "pinterestbot",
    "redditbot",
    "telegrambot",
    "twitterbot",
    "viberurldownloader",
    "whatsapp",
    // Crawlers: developers.google.com/search/docs/crawling-indexing/overview-google-crawlers
    "adsbot-google",
    "adsbot-google-mobile",
    "apis-google",
    "feedfetcher-google",
    "google-inspectiontool",
    "google-safety",
    "googlebot",
    "googlebot-image",
    "googlebot-mobile",
    "googlebot-news",
    "googlebot-video",
    "googleother",
    "mediapartners-google",
    "storebot-google",
    // yandex.com/support/webmaster/robot-workings/check-yandex-robots.html
    "yandexaccessibilitybot",
    "yandexbot",
    "yandeximages",
    "yandexmobilebot",
    "yandexrenderresourcesbot",
    // The Bing page above
    "adidxbot",
    "bingbot",
    "msnbot",
    // support.apple.com/119829
    "applebot",
    // platform.openai.com/docs/bots
    "chatgpt-user",
    "gptbot",
    "oai-searchbot",
    "360spider",
    "ahrefsbot",
    "amazonbot",
    "archive.org_bot",
    "baiduspider",
    "baiduspider-render",
    "bytespider",
    "ccbot",
    "claudebot",
    "crawler",
    "dataforseobot",
    "dotbot",
    "duckduckbot",
    "exabot",
    "ia_archiver",
    "linkcheck",
    "linkchecker",
    "mail.ru_bot",
    "mj12bot",
    "mojeekbot",
    "perplexitybot",
    "petalbot",
    "pingdom.com_bot",
    "rogerbot",
    "screaming frog seo spider",
    "semrushbot",
    "seznambot",
    "slurp",
    "sogou web spider",
    "uptimerobot",
    "yacybot",
    "yisouspider",
    // Browsers that programs drive: developer.chrome.com/docs/chromium/headless
    "chrome-lighthouse",
    "headlesschrome",
    "phantomjs",
    "playwright",
    "puppeteer",
];

/// Whether a user agent has the name of a known machine as a word of its own, in small letters or capitals.
pub(super) fn is_scanner(user_agent: &str) -> bool {
    let agent = user_agent.to_ascii_lowercase();
    NAMES.iter().any(|name| has_word(&agent, name))
}

fn has_word(agent: &str, word: &str) -> bool {
    agent.match_indices(word).any(|(at, _)| {
        let (before, behind) = (&agent[..at], &agent[at + word.len()..]);
        (before.is_empty() || before.ends_with(is_separator))
            && (behind.is_empty() || behind.starts_with(is_separator))
    })
}

/// What separates the words of a user agent: RFC 9110, section 10.1.5.
const fn is_separator(sign: char) -> bool {
    matches!(sign, ' ' | '/' | ';' | '(' | ')' | ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scanners_are_known_by_their_names() {
        for user_agent in [
            "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/130.0.0.0 Safari/537.36",
            "TelegramBot (like TwitterBot)",
            "WhatsApp/2.23.20.0",
            "facebookexternalhit/1.1",
            "Mozilla/5.0 (compatible; YandexBot/3.0)",
            "Mozilla/5.0 BarracudaCentral Link Scanner",
            "SkypeUriPreview Preview/0.5",
            "Viber/13.3.0.5 (link preview)",
            "Mozilla/5.0 (compatible; Mimecast)",
            "Mozilla/5.0 (compatible; bingbot/2.0)",
            "Googlebot-Image/1.0",
            "Mozilla/5.0 (compatible;PetalBot)",
            "Mozilla/5.0 (Macintosh) Safari/605.1.15 (Applebot/0.1)",
            "AppleBot",
            "Sogou web spider/4.0",
            "Mozilla/5.0 (compatible; NewBot/1.0; +https://new-bot.example/about)",
            "New Bot 1.0(+http://new-bot.example)",
        ] {
            assert!(is_scanner(user_agent), "{user_agent}");
        }
    }

    /// Phones, tablets and programs of real people; names that contain the name of a machine.
    #[test]
    fn everybody_else_is_not_a_scanner() {
        for device in [
            "CUBOT NOTE 20",
            "CUBOT_X18_Plus Build/O11019",
            "Spider 8",
            "VR BOT 552 PLUS",
            "M bot 60 Build/NRD90M",
            "M_bot_tab_1150 Build/N9F27F",
            "C Bot Tab 100",
            "IDbot553PLUS Build/MRA58K",
            "XBot_Senior Build/O11019",
            "Applebotany Build/1",
            "My_bingbot Build/1",
            "Slurpy",
        ] {
            let user_agent = format!(
                "Mozilla/5.0 (Linux; Android 11; {device}) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
            );
            assert!(!is_scanner(&user_agent), "{user_agent}");
        }
        for user_agent in [
            "Mozilla/5.0 (Linux; Android 12; HTC Desire 22 pro; wv) Chrome/105.0 Instagram 267.0.0.18.93 Android (31/12; 480dpi; HTC/htc; htc_botdugl; htc_botdugls; qcom; ru_RU)",
            "Mozilla/5.0 (Linux; Android 7.1.2; G011A; wv) Chrome/66.0 Mobile Safari/537.36 Viber/11.9.5.8",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 [Pinterest/iOS]",
            "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; Banca Caboto s.p.a.; rv:11.0) like Gecko",
            "QR Scanner/3.1",
            "",
            "python-requests/2.31",
            "curl/8.5.0",
            "Opera/9.80 (J2ME/MIDP; Opera Mini/9)",
        ] {
            assert!(!is_scanner(user_agent), "{user_agent}");
        }
    }

    /// A name in capitals would match nothing, and one with a separator at its end no whole word.
    #[test]
    fn names_can_be_found() {
        for name in NAMES {
            assert_eq!(*name, name.to_ascii_lowercase());
            assert!(!name.starts_with(is_separator) && !name.ends_with(is_separator));
        }
    }
}
