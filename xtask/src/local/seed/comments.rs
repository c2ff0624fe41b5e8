//! Comments as guests, clients and visitors write them, by language, subject and mood.

use super::rng::Rng;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lang {
    Ru,
    Uk,
    En,
}

impl Lang {
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::Uk => "uk",
            Self::En => "en",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    Event,
    Work,
    Site,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mood {
    Good,
    Bad,
}

pub fn comment(rng: &mut Rng, lang: Lang, subject: Subject, mood: Mood) -> &'static str {
    rng.pick(list(lang, subject, mood))
}

fn list(lang: Lang, subject: Subject, mood: Mood) -> &'static [&'static str] {
    match (lang, subject, mood) {
        (Lang::Ru, Subject::Event, Mood::Good) => &RU_EVENT_GOOD,
        (Lang::Ru, Subject::Event, Mood::Bad) => &RU_EVENT_BAD,
        (Lang::Ru, Subject::Work, Mood::Good) => &RU_WORK_GOOD,
        (Lang::Ru, Subject::Work, Mood::Bad) => &RU_WORK_BAD,
        (Lang::Ru, Subject::Site, Mood::Good) => &RU_SITE_GOOD,
        (Lang::Ru, Subject::Site, Mood::Bad) => &RU_SITE_BAD,
        (Lang::Uk, Subject::Event, Mood::Good) => &UK_EVENT_GOOD,
        (Lang::Uk, Subject::Event, Mood::Bad) => &UK_EVENT_BAD,
        (Lang::Uk, Subject::Work, Mood::Good) => &UK_WORK_GOOD,
        (Lang::Uk, Subject::Work, Mood::Bad) => &UK_WORK_BAD,
        (Lang::Uk, Subject::Site, Mood::Good) => &UK_SITE_GOOD,
        (Lang::Uk, Subject::Site, Mood::Bad) => &UK_SITE_BAD,
        (Lang::En, Subject::Event, Mood::Good) => &EN_EVENT_GOOD,
        (Lang::En, Subject::Event, Mood::Bad) => &EN_EVENT_BAD,
        (Lang::En, Subject::Work, Mood::Good) => &EN_WORK_GOOD,
        (Lang::En, Subject::Work, Mood::Bad) => &EN_WORK_BAD,
        (Lang::En, Subject::Site, Mood::Good) => &EN_SITE_GOOD,
        (Lang::En, Subject::Site, Mood::Bad) => &EN_SITE_BAD,
    }
}

const RU_EVENT_GOOD: [&str; 8] = [
    "Спасибо, всё прошло замечательно!",
    "Ведущий отличный: никого не заставлял, а танцевали все.",
    "Очень вкусная еда и красивое оформление зала.",
    "Давно так не смеялись. Отдельное спасибо музыкантам.",
    "Всё началось вовремя, ни одной заминки за вечер.",
    "Дети были заняты весь праздник, родители смогли отдохнуть.",
    "Понравилось, что нас встретили и сразу проводили к столу.",
    "Фотозона получилась чудесная, снимки уже разошлись по всем чатам.",
];
const RU_EVENT_BAD: [&str; 7] = [
    "Музыка была слишком громкой, за столом не поговорить.",
    "Горячее вынесли почти на час позже, чем обещали.",
    "В зале было душно, кондиционер не справлялся.",
    "Слишком много конкурсов подряд, гости устали.",
    "Долго искали вход: указателей не было.",
    "Микрофон постоянно фонил, половину тостов мы не услышали.",
    "Не хватило мест на парковке, пришлось оставить машину за два квартала.",
];
const RU_WORK_GOOD: [&str; 4] = [
    "Менеджер отвечал быстро и всегда по делу.",
    "Смета сразу была понятной, без скрытых доплат.",
    "Предложили три концепции, и каждая попала в точку.",
    "Ни о чём не пришлось напоминать, спасибо за спокойную подготовку.",
];
const RU_WORK_BAD: [&str; 4] = [
    "Договор согласовывали две недели, хотелось бы быстрее.",
    "Приходилось по нескольку раз объяснять одно и то же разным людям.",
    "Итоговая сумма оказалась выше той, о которой мы договаривались.",
    "На письмо ответили только через три дня.",
];
const RU_SITE_GOOD: [&str; 2] = [
    "Цены и примеры работ нашёл сразу.",
    "Удобный сайт, с телефона всё видно.",
];
const RU_SITE_BAD: [&str; 2] = [
    "Не нашёл, сколько стоит небольшая свадьба.",
    "Галерея на телефоне открывается очень долго.",
];

const UK_EVENT_GOOD: [&str; 8] = [
    "Дякуємо, усе пройшло чудово!",
    "Ведучий неймовірний: танцювали навіть ті, хто не збирався.",
    "Дуже смачна кухня та гарне оформлення зали.",
    "Давно так не сміялися. Окрема подяка музикантам.",
    "Усе почалося вчасно, без жодної затримки.",
    "Діти були зайняті весь вечір, а батьки нарешті відпочили.",
    "Сподобалося, що нас зустріли й одразу провели до столу.",
    "Фотозона вийшла чарівна, світлини вже в усіх чатах.",
];
const UK_EVENT_BAD: [&str; 7] = [
    "Музика була надто гучна, за столом неможливо було поговорити.",
    "Гарячі страви винесли майже на годину пізніше, ніж обіцяли.",
    "У залі було задушливо, кондиціонер не рятував.",
    "Забагато конкурсів поспіль, гості втомилися.",
    "Довго шукали вхід: жодного вказівника.",
    "Мікрофон постійно фонив, половини тостів ми не почули.",
    "Забракло місць для авто, довелося паркуватися за два квартали.",
];
const UK_WORK_GOOD: [&str; 4] = [
    "Менеджерка відповідала швидко й завжди по суті.",
    "Кошторис одразу був зрозумілий, без прихованих доплат.",
    "Запропонували три концепції, і кожна влучила в ціль.",
    "Ні про що не довелося нагадувати, дякуємо за спокійну підготовку.",
];
const UK_WORK_BAD: [&str; 4] = [
    "Договір узгоджували два тижні, хотілося б швидше.",
    "Доводилося по кілька разів пояснювати те саме різним людям.",
    "Підсумкова сума виявилася вищою за ту, про яку ми домовлялися.",
    "На лист відповіли лише за три дні.",
];
const UK_SITE_GOOD: [&str; 2] = [
    "Ціни та приклади робіт знайшлися одразу.",
    "Зручний сайт, з телефона все видно.",
];
const UK_SITE_BAD: [&str; 2] = [
    "Не знайшла, скільки коштує невелике весілля.",
    "Галерея на телефоні відкривається дуже довго.",
];

const EN_EVENT_GOOD: [&str; 8] = [
    "Thank you, it was a wonderful evening!",
    "The host was brilliant: even the shy ones danced.",
    "Delicious food and a beautifully decorated hall.",
    "We haven't laughed this much in years. Special thanks to the band.",
    "Everything started on time, with no hiccups at all.",
    "The children were kept busy, so the parents could finally relax.",
    "I liked being met at the door and shown to our table.",
    "The photo corner was lovely; the pictures are already in every chat.",
];
const EN_EVENT_BAD: [&str; 7] = [
    "The music was too loud to talk at the table.",
    "The main course came almost an hour later than promised.",
    "It was stuffy in the hall and the air conditioning couldn't cope.",
    "Too many games in a row; people got tired.",
    "We spent ages looking for the entrance because there were no signs.",
    "The microphone kept squealing, so we missed half of the toasts.",
    "There weren't enough parking spaces; we had to leave the car two blocks away.",
];
const EN_WORK_GOOD: [&str; 4] = [
    "Our manager replied quickly and always to the point.",
    "The quote was clear from the start, with no hidden extras.",
    "They offered three concepts, and any of them would have worked.",
    "We never had to remind anyone of anything. Thank you for the calm preparation.",
];
const EN_WORK_BAD: [&str; 4] = [
    "It took two weeks to agree on the contract. Faster would be nice.",
    "We had to explain the same thing to different people several times.",
    "The final bill was higher than what we had agreed on.",
    "It took three days to get a reply to our e-mail.",
];
const EN_SITE_GOOD: [&str; 2] = [
    "Found the prices and sample events right away.",
    "A handy site; everything works on a phone.",
];
const EN_SITE_BAD: [&str; 2] = [
    "I couldn't find what a small wedding costs.",
    "The gallery takes forever to open on a phone.",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_language_has_27_different_comments() {
        for lang in [Lang::Ru, Lang::Uk, Lang::En] {
            let mut all: BTreeSet<&str> = BTreeSet::new();
            for subject in [Subject::Event, Subject::Work, Subject::Site] {
                for mood in [Mood::Good, Mood::Bad] {
                    all.extend(list(lang, subject, mood));
                }
            }
            assert_eq!(all.len(), 27, "{lang:?}");
        }
    }
}
