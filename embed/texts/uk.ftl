## What the guest reads around the questions

send = Надіслати
sending = Надсилаємо…
next = Далі
back = Назад
optional = необов’язково
progress = Запитання { $n } з { $total }
thanks-title = Дякуємо!
thanks-text = Вашу відповідь отримано. Вона допоможе зробити наступний захід кращим.
not-sent = Не вдалося надіслати. Відповіді збережено тут: перевірте зв’язок і спробуйте ще раз.
retry = Спробувати ще раз
fix-errors = Перевірте позначене, відповіді збережено.
other-label = Що саме?
language = Мова
open-form = Відкрити анкету
back-to = Повернутися на { $site }
several-hint = можна вибрати кілька

## What was sent and has not arrived yet

framed = Тут анкету надіслати не можна. Вона відкриється в новому вікні:
queue-kept = Поки не надіслано, але збережено на цьому пристрої. Надішлемо самі, щойно з’явиться зв’язок: зараз або коли ви знову відкриєте цей сайт.
queue-refused = Збережене раніше не вдалося надіслати.
queue-expired = Заявку не вдалося надіслати за добу, і ми стерли її з цього пристрою. Якщо вона ще потрібна, залиште її знову.

## A window over a host page

close = Закрити
appeared = Унизу з’явилося запитання: { $title }
appeared-callback = Унизу сторінки з’явилася форма: { $title }

## A five-point scale drawn as faces

face-1 = дуже погано
face-2 = погано
face-3 = посередньо
face-4 = добре
face-5 = чудово

## Who reads the answers

who-sees-guest = Відповідь побачить агенція, замовнику — лише загальні підсумки.
who-sees-client = Відповідь побачить агенція.
who-sees-visitor = Відповідь побачить агенція.

## The request to be called

callback-title = Передзвоніть мені
callback-lead = Залиште номер — передзвонимо в робочий час: { $hours }.
callback-phone = Телефон
callback-phone-hint = наприклад, { $example }
callback-name = Як до вас звертатися
callback-topic = Про що поговоримо
callback-window = Коли зручно
callback-window-message = Коли зручно
callback-window-any = будь-коли
callback-window-morning = вранці
callback-window-afternoon = вдень
callback-window-evening = увечері
callback-comment = Коментар
callback-consent = Даю згоду на обробку персональних даних
callback-consent-link = текст згоди
callback-send = Чекаю на дзвінок
callback-thanks-title = Заявку прийнято
callback-thanks-text = Передзвонимо вам у робочий час: { $hours }.
callback-title-message = Напишіть мені
callback-lead-message = Залиште номер — напишемо в месенджері в робочий час: { $hours }.
callback-send-message = Чекаю на повідомлення
callback-thanks-text-message = Напишемо вам у робочий час: { $hours }.
hours-from-to = { $days } { $from }–{ $to }
day-1 = пн
day-2 = вт
day-3 = ср
day-4 = чт
day-5 = пт
day-6 = сб
day-7 = нд

## The time that is promised

due-call = Зателефонуємо { $when } до { $time } ({ $zone }).
due-call-from = Зателефонуємо { $when } до { $time } ({ $zone }) з номера { $number }.
due-message = Напишемо { $when } до { $time } ({ $zone }).
due-message-from = Напишемо { $when } до { $time } ({ $zone }) з номера { $number }.
reminder-call = Ми обіцяли зателефонувати { $when } до { $time } ({ $zone }).
reminder-message = Ми обіцяли написати { $when } до { $time } ({ $zone }).
due-today = сьогодні
due-tomorrow = завтра
due-day = { $weekday }, { $date },
weekday-1 = в понеділок
weekday-2 = у вівторок
weekday-3 = в середу
weekday-4 = в четвер
weekday-5 = в п’ятницю
weekday-6 = в суботу
weekday-7 = в неділю
month-1 = січня
month-2 = лютого
month-3 = березня
month-4 = квітня
month-5 = травня
month-6 = червня
month-7 = липня
month-8 = серпня
month-9 = вересня
month-10 = жовтня
month-11 = листопада
month-12 = грудня
cancel-link = Скасувати заявку
cancel-title = Скасувати заявку?
cancelled-title = Заявку скасовано
cancelled-text = Ми вас не потурбуємо. Якщо передумаєте, залиште нову заявку.
cancel-closed-title = Цю заявку вже закрито
cancel-closed-text = Скасовувати вже нічого. Якщо ми знову знадобимося, залиште нову заявку.
cancel-again = Залишити нову заявку
cancel-failed = Зараз не вдається скасувати заявку. Спробуйте за хвилину.

## After a low score

offer-text = Бажаєте, щоб ми з вами зв’язалися?
offer-call = Зателефонуйте мені
offer-message = Напишіть мені
offer-no = Ні, дякую

## Survey: guest

guest-title = Як вам захід?
guest-enjoyed = Наскільки вам сподобався захід?
    .v1 = зовсім ні
    .v2 = радше ні
    .v3 = і так і ні
    .v4 = радше так
    .v5 = дуже
    .low = зовсім ні
    .high = дуже
guest-liked = Що сподобалося найбільше?
    .host = ведучий
    .music = музика
    .food = їжа та напої
    .decor = оформлення
    .organisation = організація
    .other = інше
guest-disappointed = Що підвело найбільше?
    .host = ведучий
    .music = музика
    .food = їжа та напої
    .decor = оформлення
    .organisation = організація
    .other = інше
guest-comment = Бажаєте щось додати?

## Survey: client

client-title = Як вам працювалося з нами?
client-nps = Наскільки ймовірно, що ви порекомендуєте { $agency } друзям або колегам?
    .low = точно ні
    .high = точно так
client-why = Чому ви так відповіли?
    .after-low = Що пішло не так?
    .after-middle = Чого забракло до десятки?
    .after-high = Що сподобалося найбільше?
client-satisfied = Наскільки ви задоволені тим, як пройшов захід?
    .low = зовсім ні
    .high = цілком

## Survey: stage

stage-title = Як пройшов цей етап?
stage-satisfied = Наскільки ви задоволені цим етапом роботи?
    .consult = Наскільки ви задоволені консультацією?
    .concept = Наскільки ви задоволені запропонованою концепцією?
    .event = Наскільки ви задоволені тим, як пройшов захід?
    .low = зовсім ні
    .high = цілком
stage-comment = Чому ви так відповіли?
    .after-low = Що пішло не так?
    .after-middle = Що нам варто покращити?
    .after-high = Що сподобалося найбільше?

## Survey: effort

effort-title = Чи було легко?
effort-ease = Наскільки легко було вирішити ваше питання?
    .after = Наскільки легко вам було організувати захід разом із нами?
    .low = дуже складно
    .high = дуже легко
effort-comment = Чому ви так відповіли?
    .after-low = Що було найважчим?
    .after-middle = Що можна спростити?
    .after-high = Що допомогло найбільше?

## Survey: site

site-title = Що скажете про сайт?
site-found = Наскільки ви задоволені нашим сайтом?
    .low = зовсім ні
    .high = цілком
site-comment = Чому ви так відповіли?
    .after-low = Що не сподобалося?
    .after-middle = Чого забракло?
    .after-high = Що сподобалося найбільше?

## Errors: what happened and what to do

error-bad_id = Сторінка застаріла. Оновіть її та надішліть відповіді ще раз.
error-bad_rev = Відповідь виправляли забагато разів. Відкрийте опитування заново.
error-unknown_version = Опитування змінилося. Оновіть сторінку та дайте відповідь ще раз.
error-unknown_question = У цьому опитуванні немає такого запитання. Оновіть сторінку.
error-wrong_kind = Відповідь не підходить до запитання. Оновіть сторінку.
error-missing_answer = Будь ласка, виберіть відповідь.
error-score_off_scale = Такої оцінки немає на шкалі. Виберіть одну з показаних.
error-unknown_option = Такого варіанта немає. Виберіть один із показаних.
error-too_many_options = Виберіть лише один варіант.
error-text_too_long = Текст задовгий. Скоротіть його, будь ласка.
error-unknown_touchpoint = Такої точки контакту немає. Візьміть одну зі списку в документації.
error-unknown_channel = Такого каналу немає. Візьміть один зі списку в документації.
error-unknown_lang = Такої мови немає. Є російська, українська та англійська.
error-missing_phone = Вкажіть телефон, щоб ми могли відповісти.
error-bad_phone = Перевірте номер: схоже, у ньому помилка. Приклад: { $example }.
error-missing_country = Почніть номер із коду країни: +380, +375, +7.
error-missing_consent = Без згоди ми не можемо прийняти номер. Позначте її, будь ласка.
error-challenge_failed = Не вдалося переконатися, що це не робот. Оновіть сторінку або зателефонуйте нам.
error-unknown_window = Виберіть час зі списку.
error-unknown_by = Виберіть дзвінок або повідомлення.
error-unknown_callback = Такої заявки немає. Перевірте посилання.
error-not_found = Такої сторінки немає. Перевірте адресу.
error-unknown_survey = Такого опитування немає. Перевірте посилання.
error-method_not_allowed = Цю адресу так не викликають. Дивіться список методів у відповіді.
error-too_large = Завеликий запит: понад { $limit }. Скоротіть текст або поділіть список.
size-kb = { $n } КБ
size-mb = { $n } МБ
error-too_slow = Відповідь передавалася надто довго й не дійшла. Надішліть ще раз, краще там, де зв’язок сильніший.
error-not_json = Запит не вдалося прочитати. Оновіть сторінку та спробуйте ще раз.
error-not_utf8 = Літери надійшли в іншому кодуванні, не в UTF-8, і прочитати їх неможливо. Оновіть сторінку та надішліть ще раз.
error-origin_not_allowed = Цьому сайту не дозволено надсилати відповіді. Додайте його адресу до налаштувань.
error-unauthorized = Потрібен ключ доступу. Увійдіть або передайте правильний ключ.
error-forbidden = Цьому ключу доступу це не дозволено. Потрібен ключ з іншою роллю.
error-conflict = Цю відповідь уже надіслано іншою. Оновіть сторінку та дайте відповідь ще раз.
error-correction_closed = Відповідь можна виправити протягом 24 годин, і цей час минув.
error-request_closed = Цю заявку вже не можна змінити. Якщо щось змінилося, залиште нову.
error-bad_parameter = Перевірте параметр: таке значення не підходить.
error-bad_period = Початок періоду пізніший за його кінець або період задовгий.
error-query_too_wide = Стільки за один раз не прочитати: скоротіть період, візьміть цілі місяці, одне опитування або одне питання.
error-anonymous_survey = Це опитування анонімне: про нього відомі лише суми, за весь час або за кварталами (group_by=quarter), за всіма запитаннями або за одним (question). Окремих відповідей і особистих посилань у нього немає.
error-unknown_source = Такого джерела у відповідей немає. Є invite, manager_invite, event_link і open.
error-unknown_status = Такого статусу чи ознаки немає. Дивіться опис вивантажень.
error-unreadable_time = Час записано не так, як сказано у відповідності, або він ще не настав.
error-bad_mapping = Відповідність стовпців тут описано неправильно. Дивіться опис імпорту.
error-missing_column = У таблиці немає такого стовпця. Порівняйте її заголовок із відповідністю.
error-unmapped_column = Про цей стовпець відповідність нічого не каже, або він у таблиці двічі. Назвіть його в ignore.
error-wrong_width = У рядку є клітинка, над якою немає назви стовпця. Перевірте лапки або назвіть стовпець.
error-cells_differ = Цей стовпець та інший стовпець того самого поля кажуть різне. Залиште одне.
error-not_asked = Анкета не ставить цього запитання або не ставить його після такої оцінки: клітинку пропущено, решту рядка збережено.
error-stored_otherwise = Цей рядок уже збережено з іншим вмістом. Він залишається таким, як був.
error-id_reused = У таблиці є інший рядок із цим номером та іншим вмістом. Залиште один.
error-bad_quote = Клітинка починається тут із лапки, яку не закрито в її кінці. Закрийте її, а лапки всередині клітинки подвойте.
error-rows_out_of_range = У частині від 1 до 1000 рядків. Надішліть таблицю меншими частинами.
error-internal = Щось зламалося в нас, і це вже є в нашому журналі. Спробуйте за хвилину.
error-unavailable = Сервіс зараз недоступний. Спробуйте за хвилину: відповіді збережено на цій сторінці.
error-away = Сервіс зараз недоступний. Відкрийте сторінку знову за хвилину.

## The director's page

director-title = Отклик — для керівника
director-sign-in = Вхід
director-token = Ключ доступу
director-token-hint = Його задають під час встановлення, секрет DIRECTOR_TOKEN.
director-enter = Увійти
director-leave = Вийти
director-leave-everywhere = Вийти на всіх пристроях
director-failed-sign-ins = Хибних токенів за 7 днів: { $n }.
director-throttled = Подальші спроби зупинено.
error-too_many_sign_ins = Забагато хибних токенів за хвилину. Зачекайте хвилину і спробуйте знову; відкриті входи працюють далі.
director-wrong-token = Ключ не підійшов. Перевірте його та спробуйте ще раз.
director-scores = Оцінки
director-callbacks = Зворотні дзвінки
director-no-answers = Відповідей поки немає. Розішліть посилання на опитування або покажіть QR-код на майданчику.
director-only-headline-sources = Показано лише відповіді, які входять в оцінки: інші надто різнорідні, щоб прочитати їх за один раз. Щоб побачити їх, скоротіть період.
director-no-callbacks = Заявок поки немає.
director-survey = Опитування
director-question = Запитання
director-source = Джерело
director-n = Відповідей
director-score = Оцінка
director-interval = 95 % інтервал
director-band = Рівень
director-when = Коли
director-phone = Телефон
director-extension = дод. { $extension }
director-name = Ім’я
director-topic = Тема
director-window = Коли зручно
director-due_at = Обіцяно до
director-by = Як відповісти
director-overdue = прострочено
director-state = Стан
director-comment = Коментар
director-sealed = не розшифрувати: ключ змінився
director-unverified = без запрошень, не підтверджено
director-headline = головний показник
director-more = Показано { $n }: спершу відкриті, потім останні.
director-zone = Час: { $zone }.
director-period = Період
director-from = з
director-to = до
director-count-by = Період рахувати
director-event_date = за датою заходу
director-received = за днем відповіді
director-show = Показати
director-all-time = за весь час
director-export = Завантажити відповіді, отримані за цей період (CSV)

source-invite = запрошення
source-manager_invite = запрошення від менеджера
source-event_link = посилання заходу
source-open = сайт
audience-client = клієнти
audience-guest = гості
audience-visitor = відвідувачі сайту
band-poor = погано
band-good = добре
band-excellent = відмінно
band-outstanding = видатний
band-below = нижче норми
target-yes = ціль { $target } досягнуто
target-no = ціль { $target } не досягнуто
target-unclear = ціль { $target }: поки неясно
no-interval-too_few_events = замало заходів
no-interval-too_few_groups = замало заходів, кількість невідома
no-interval-no_answers = немає відповідей
by-call = дзвінок
by-message = повідомлення
state-new = нова
state-in_work = у роботі
state-done = виконана
state-cancelled = скасована
state-spam = спам
call-reached = додзвонилися
call-no_answer = не відповіли
call-busy = зайнято
call-wrong_number = номер неправильний
call-message_sent = написали
outcome-agreed = домовилися
outcome-answered = відповіли на запитання
outcome-refused = відмова
outcome-unreachable = не додзвонитися
outcome-wrong_number = номер неправильний
outcome-duplicate = повтор
outcome-spam = спам
step-taken = взято
step-attempt = дзвінок
step-closed = закрито
step-reopened = відкрито знову
work-note = Позначити
work-take = Беру
work-reopen = Відкрити знову
work-close = Закрити
work-outcome = Чим закінчилося

## The demo host page offers a link before any script runs

snippet-survey = Оцініть захід
snippet-callback = Замовити дзвінок

## How long it takes, in letters and in previews of links; who is recommended where no agency is named

questions-count =
    { $n ->
        [one] Лише { $n } запитання, менше хвилини.
        [few] Лише { $n } запитання, менше хвилини.
       *[many] Лише { $n } запитань, менше хвилини.
    }
preview-us = нас

## The letter that asks, for the agency's mailing service

email-subject = { $title } Відповісти можна у два дотики
email-lead-guest = Дякуємо, що були з нами на заході!
email-lead-client = Дякуємо, що обрали нас!
email-lead-visitor = Дякуємо, що завітали на наш сайт!
email-how = Натисніть на оцінку: відкриється сторінка, де її залишиться надіслати.
email-score = Оцінка { $n }
email-open = Відкрити опитування
email-pick = Виберіть оцінку від { $from } ({ $low }) до { $to } ({ $high }) на сторінці опитування:
email-reason-guest = Ви отримали цей лист, бо були гостем заходу, для якого замовник обрав { $agency }.
email-reason-client = Ви отримали цей лист, бо обрали { $agency }.
email-reason-visitor = Ви отримали цей лист, бо залишили свою адресу на нашому сайті.
email-personal = Посилання в цьому листі — ваші особисті: будь ласка, не пересилайте його.
email-unsubscribe = Відписатися від таких листів
email-reminder-subject = { $title } Ще можна відповісти
email-reminder-preheader = Це єдине нагадування.
email-reminder-lead = Кілька днів тому ми питали про ваші враження. Якщо ви ще не відповіли, ваша думка й досі важлива для нас. Більше не нагадуватимемо.

## Events, for the director

events-title = Заходи
events-new = Новий захід
events-none = Заходів поки немає. Додайте перший, і в нього з’явиться посилання для гостей.
events-more = Показати раніші
events-votes = Відповіді / гості
events-too-many = Відповідей більше, ніж гостей
events-too-many-note = Перевірте кількість гостей і чи не потрапило посилання до сторонніх.
events-unasked = Понад 48 годин без жодної відповіді
events-unasked-note = Схоже, гостей і замовника цих заходів ніхто не запитав.
events-share = Частка опитаних заходів за рік
events-asked = Опитано
event-id = Код заходу
event-id-hint = Малі латинські літери, цифри й дефіс: код видно в адресах. Потім його не змінити.
event-title = Назва
event-date = Дата
event-kind = Вид
event-format = Формат
event-venue = Майданчик
event-client = Замовник (позначення, не ім’я)
event-manager = Менеджер
event-guests = Скільки гостей
event-zone = Часовий пояс
event-state = Стан
event-state-planned = заплановано
event-state-held = проведено
event-state-cancelled = скасовано
event-save = Зберегти
event-saved = Збережено.
event-copy = Посилання й тексти
event-link = Посилання для гостей
event-link-until = Приймає відповіді до { $day } включно.
event-link-closed = Відповідей за ним більше не приймаємо.
event-no-link = Збережіть захід, і в нього з’явиться посилання для гостей.
event-qr = QR-код цього посилання
event-email = Адреса блока для листа
event-client-link = Посилання для замовника
event-message = Повідомлення для гостей, яке перешле пара або HR
event-message-text = Вітаємо! Дякуємо, що були з нами: { $title }. Розкажіть, будь ласка, як усе пройшло: три запитання, менше хвилини. { $url }
error-bad_event_id = Код: від 1 до 64 малих латинських літер, цифр і дефісів.
error-event_exists = Захід із таким кодом уже є. Виберіть інший.
error-missing_title = Вкажіть назву.
error-bad_date = Вкажіть дату, наприклад 2026-05-16.
error-date_out_of_range = Виберіть день у межах, які допускає питання.
error-dates_reversed = Останній день не може бути раніше за перший.
error-guests_out_of_range = Вкажіть кількість гостей від 0 до 100 000 або залиште поле порожнім.
error-unknown_zone = Такого часового поясу немає. Приклад: Europe/Kyiv.
error-unknown_event_state = Виберіть стан зі списку.
error-unknown_link = Це посилання не діє. Перевірте адресу або попросіть нове.
error-session_ended = Ви вийшли або минуло 12 годин. Увійдіть у сусідній вкладці й надішліть ще раз: усе введене збережено на цій сторінці.
error-unknown_event = Такого заходу немає. Перевірте адресу.
error-event_settled = День заходу настав, є відповіді або розіслано запрошення. Кількість гостей, дату, клієнта, формат і скасування тепер змінює лише директор.
error-too_many_events = Ви внесли вже 500 заходів. Попросіть директора внести наступні.
error-director_only = Це вказує лише директор. Приберіть поле або попросіть директора.

# Запрошення
invites-title = Особисті посилання
invites-note = Кожному своє посилання: одна людина, один голос. Позначення ваші, без імен, телефонів та адрес пошти: за ними сервіс розсилки підставить кожному його посилання.
invites-survey = Опитування
invites-references = Позначення, по одному в рядку
invites-count = Або скільки посилань зробити
invites-make = Отримати таблицю посилань
invites-open = Таблиця тих, хто ще не відповів
error-missing_reference = Порожнє позначення: приберіть рядок або заповніть його.
error-personal_reference = У позначенні телефон або адреса пошти. Візьміть номер гостя чи замовлення: особисті дані тут не зберігаються.
error-invites_out_of_range = Потрібні позначення або число від 1 до 10 000, щось одне.
error-bad_time = Час вказано не в мілісекундах UTC. Приклад: 1790000000000.
error-formula_reference = Позначення не може починатися з = + - @: таблиці сприйняли б його за формулу.
error-missing_reason = Напишіть причину: вона збережеться разом із рішенням.
error-unknown_response = Такої відповіді немає. Перевірте адресу.
error-callback_moved = З цією заявкою вже вчинили інакше. Оновіть список.
error-too_many_requests = Забагато запитів за хвилину. Зачекайте хвилину й спробуйте ще раз.
error-missing_field = Тут чогось бракує: це поле обов’язкове.
error-unknown_field = Такого поля тут немає. Перевірте назву або приберіть його.
error-wrong_type = Тут значення іншого типу. Приклад є в описі документа.
error-unknown_value = Такого слова немає в списку. Візьміть одне з опису документа.
error-bad_part_id = Код складається з 1–32 малих латинських літер, цифр і дефісів.
error-same_id = Такий код уже є вище. Дайте інший.
error-bad_version = Версії рахують цілими числами від 1.
error-questions_out_of_range = Запитань може бути від 1 до 20.
error-options_out_of_range = Варіантів може бути від 2 до 20.
error-not_scored = Тут потрібне запитання з оцінкою з цього опитування, що стоїть раніше.
error-missing_bucket = Укажіть, після яких оцінок це запитують.
error-missing_text = Текст порожній. Впишіть його.
error-wrong_count = Підписів не стільки, скільки треба: два для країв шкали або по одному на кожне значення.
error-unknown_placeholder = Фігурні дужки бувають лише в запитанні й лише як { $agency }.
error-target_out_of_range = Такої оцінки бути не може: NPS від −100 до 100, CSAT від 0 до 100, CES від 1 до 7.
error-bad_color = Колір пишуть як #1b4fd6.
error-radius_out_of_range = Радіус — ціле число пікселів від 0 до 24.
error-bad_origin = Сайт пишуть як https://agency.example, без косої риски наприкінці.
error-too_many_origins = Сайтів може бути не більше 20.
error-id_differs = Код у документі не той, що в адресі.
error-audience_changed = Раніше це опитування було для інших людей. Опублікуйте нове, з іншим кодом.
error-anonymity_changed = Анонімність опитування не змінюється: люди відповідали на нього таке, яким воно було. Опублікуйте нове, з іншим кодом.
error-first_optional = Перше запитання анонімного опитування має бути обов’язковим: за відповідями на нього рахують людей.
error-first_changed = Перше запитання анонімного опитування залишається першим: за відповідями на нього рахують людей. Опублікуйте нове опитування, з іншим кодом.
error-kind_changed = Раніше це запитання було іншого виду. Дайте новому запитанню новий код.
error-wrong_version = Ця версія вже опублікована з іншим текстом або йде не за порядком. Наступна версія — { $next }.
error-too_many_versions = Опубліковано вже 200 версій, більше не можна.

# Відкладені відповіді
moderation-title = Відкладені відповіді
moderation-note = Ці відповіді схожі на роботу програм: поштових сканерів, роботів, накручування голосів. Вони зберігаються, але до оцінки не входять, доки ви не вирішите інакше.
moderation-none = Відкладених відповідей немає.
moderation-about = Про що
moderation-scores = Оцінки
moderation-why = Чому відкладено
moderation-decide = Рішення
moderation-reason = Причина
moderation-include = Зарахувати
moderation-more = Показати раніші
moderation-corrections = Виправлення низьких оцінок
moderation-corrections-note = Клієнт поставив низьку оцінку, а потім за тим самим особистим посиланням надійшла вища — з іншого пристрою або з іншої мережі. Рахується перша. Якщо виправив сам клієнт, зарахуйте другу.
moderation-adopt = Зарахувати другу
moderation-decline = Залишити першу
moderation-held = Відкладено разом
moderation-held-note = Відповідей надійшло більше, ніж може надійти від гостей. Вирішіть одразу про всі. Анонімне опитування чекає на рішення: його квартал не публікується.
moderation-count = Відповідей
moderation-quarter = квартал з { $day }
moderation-include-all = Зарахувати всі
moderation-exclude-all = Не зараховувати
flag-honeypot = натиснуто те, чого людина не бачить
flag-scanner = поштовий сканер або робот, судячи з його імені
flag-no_user_activation = ніхто не торкався екрана й клавіш
flag-no_form = надіслано не з нашої сторінки
flag-too_fast = надіслано швидше, ніж може людина
flag-too_soon = одразу після надсилання листа
flag-many_scores = різні відповіді за одним посиланням за кілька секунд
flag-burst = забагато відповідей за кілька хвилин
flag-over_guests = відповідей за посиланням більше, ніж гостей
flag-changed_elsewhere = низьку оцінку виправили з іншого пристрою або з іншої мережі
flag-no_challenge = Turnstile не поручився за людину
flag-director = виключено вами
director-quarantined = відкладено
director-rate = { $survey }, { $source }: відповіли { $counted } з { $of }, { $percent } %.
director-rate-low = Менше 30 %: ті, хто промовчав, можуть думати інакше.

## Messages to the agency, and those that did not arrive

message-callback = Нова заявка: чекають на дзвінок або повідомлення
message-low_answer = Клієнт незадоволений: поставив низьку оцінку
message-low_answers = Низькі оцінки клієнтів без запрошення за годину: { $n }
message-due = Відповісти до { $time }
low-title = Незадоволені клієнти
low-present = зараз: { $scores }
low-none = Низьких оцінок клієнтів за 30 днів не було.
outbox-title = Не вдалося повідомити
outbox-note = Про заявки й низькі оцінки нижче агенція не дізналася: отримувач не відповів або відмовив. Самі заявки й відповіді на місці.
outbox-again = Надіслати ще раз
outbox-destination = Куди
outbox-kind = Про що
outbox-state = Що сталося
outbox-attempts = спроб: { $n }
outbox-status = код відповіді { $status }
outbox-silent = немає відповіді
message-dead = більше не надсилається
message-waiting = ще спробуємо
destination-telegram = Telegram
destination-webhook = Вебхук
destination-email = Пошта

## Журнал дій

audit-title = Журнал дій
audit-note = Хто і що зробив. Записи зберігаються рік; імен, телефонів і коментарів гостей у них немає.
audit-none = За цей час записів немає.
audit-more = Показати раніші
audit-all = усе
audit-who = Хто
audit-what = Що
audit-subject = Про що
audit-detail = Подробиці
audit-n = Кількість
audit-survey = Опитування
audit-version = Версія
audit-issued = Нових посилань
audit-extended = Подовжено посилань
audit-throttled = подальші спроби зупинено
audit-decision = Рішення
audit-step = Крок
audit-result = Підсумок дзвінка
audit-outcome = Чим закінчилося
audit-status = Стан
audit-role = Роль
audit-audience = Кого опитали
audit-event = Захід
audit-touchpoint = Точка контакту
audit-channel = Канал
audit-locale = Мова
audit-from = Від
audit-to = До
actor-secret = директор, за DIRECTOR_TOKEN
actor-session = директор
actor-token = токен { $number }, { $role }
actor-command = команда cargo xtask
actor-nobody = невідомо хто
role-director = директор
role-manager = менеджер
role-reader = лише читання чисел
role-integration = зовнішня система
status-accepted = зараховано
status-partial = не підтверджено
status-quarantined = відкладено
decision-include = зарахувати
decision-exclude = не зараховувати
decision-admit = прийняти
decision-clear = прибрати як спам
decision-adopt = зарахувати виправлення
decision-decline = залишити першу оцінку
audit-action-sign_in = Вхід
audit-action-sign_in_failed = Хибний токен під час входу
audit-action-sign_out = Вихід
audit-action-sign_out_all = Вихід на всіх пристроях
audit-action-event_created = Захід додано
audit-action-event_changed = Захід змінено
audit-action-invites_issued = Видано особисті посилання
audit-action-invite_revoked = Особисте посилання відкликано
audit-action-response_moderated = Рішення щодо відповіді
audit-action-responses_exported = Вивантажено відповіді
audit-action-contacts_viewed = Показано контакти
audit-action-responses_imported = Завантажено відповіді
audit-action-survey_published = Опубліковано опитування
audit-action-outbox_retried = Повідомлення надіслано знову
audit-action-callbacks_decided = Рішення щодо відкладених заявок
audit-action-callback_worked = Робота із заявкою
audit-action-contacts_rekeyed = Контакти перешифровано новим ключем
audit-action-token_created = Створено токен
audit-action-token_revoked = Відкликано токен
## Requests of a flood

held-title = Відкладені заявки
held-note = Заявок із нових телефонів надійшло одразу забагато, схоже на накрутку. Серед них можуть бути справжні: їм обіцяно час відповіді. Телефонувати за ними нікого не просили.
held-or-more = Або більше.
held-look = Переглянути
held-admit-all = Прийняти всі
held-clear-all = Прибрати всі як спам
held-admit-one = Прийняти
message-callbacks_held = Забагато заявок одразу: наступні відкладено, перегляньте їх
held-count =
    { $n ->
        [one] Відкладено { $n } заявку.
        [few] Відкладено { $n } заявки.
       *[many] Відкладено { $n } заявок.
    }
callback-times =
    { $n ->
        [one] просили { $n } раз
        [few] просили { $n } рази
       *[many] просили { $n } разів
    }

## Outages of Turnstile

turnstile-title = Без перевірки Turnstile.
turnstile-note = Ці відповіді та заявки прийнято, щоб збій нічого не коштував людям; серед них могли пройти роботи.
turnstile-silent = Turnstile не відповів.
turnstile-server_error = Turnstile відповів помилкою сервера.
turnstile-internal_error = Turnstile повідомив про свою внутрішню помилку.
turnstile-wrong_secret = Turnstile не прийняв секрет: перевірте TURNSTILE_SECRET.
turnstile-passed = З { $since } прийнято без перевірки: { $n }, останнє о { $latest }.

# The columns of an export.
export-id = Номер відповіді
export-rev = Редакція
export-survey = Анкета
export-version = Версія анкети
export-audience = Хто відповідає
export-source = Джерело
export-status = Стан
export-flag = Чому відкладено
export-decision = Рішення
export-event = Захід
export-event_raw = Захід за посиланням
export-manager = Менеджер
export-client = Клієнт
export-touchpoint = Точка контакту
export-channel = Канал
export-locale = Мова
export-received_at = Отримано (UTC)
export-received_local = Отримано, місцевий час
export-day = День
