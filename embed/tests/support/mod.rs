//! The deployment of the tests.

use otklik_embed::settings::Settings;

pub fn settings() -> Settings {
    serde_json::from_value(settings_json()).unwrap()
}

pub fn settings_json() -> serde_json::Value {
    serde_json::json!({
        "public_url": "https://otklik.example", "zone": "Europe/Kyiv", "default_lang": "ru",
        "agency": {"ru": "АГЕНТСТВО", "uk": "АГЕНЦІЮ", "en": "AGENCY"},
        "hours": [{"days": [1, 5], "from": "10:00", "to": "19:00"}, {"days": [6, 6], "from": "11:00", "to": "16:00"}],
        "allowed_origins": ["https://agency.example"],
        "consent_url": "https://agency.example/consent", "phone_example": "+380 67 123-45-67",
    })
}
