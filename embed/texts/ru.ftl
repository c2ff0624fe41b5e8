## What the guest reads around the questions

send = Отправить
sending = Отправляем…
next = Дальше
back = Назад
optional = необязательно
progress = Вопрос { $n } из { $total }
thanks-title = Спасибо!
thanks-text = Ваш ответ получен. Он поможет сделать следующее мероприятие лучше.
not-sent = Не удалось отправить. Ответы сохранены здесь: проверьте связь и попробуйте ещё раз.
retry = Попробовать ещё раз
fix-errors = Проверьте отмеченные поля: ваши ответы сохранены.
other-label = Что именно?
language = Язык
open-form = Открыть анкету
back-to = Вернуться на { $site }
several-hint = можно выбрать несколько

## What was sent and has not arrived yet

framed = Здесь анкету отправить нельзя. Она откроется в новом окне:
queue-kept = Пока не отправлено, но сохранено на этом устройстве. Отправим сами, как только появится связь: сейчас или когда вы снова откроете этот сайт.
queue-refused = Сохранённое раньше отправить не удалось.
queue-expired = Заявку не удалось отправить за сутки, и мы стёрли её с этого устройства. Если она ещё нужна, оставьте её снова.

## A window over a host page

close = Закрыть
appeared = Внизу страницы появился вопрос: { $title }
appeared-callback = Внизу страницы появилась форма: { $title }

## A five-point scale drawn as faces

face-1 = очень плохо
face-2 = плохо
face-3 = средне
face-4 = хорошо
face-5 = отлично

## Who reads the answers

who-sees-guest = Ответ увидит агентство, заказчику — только общие итоги.
who-sees-client = Ответ увидит агентство.
who-sees-visitor = Ответ увидит агентство.

## The request to be called

callback-title = Перезвоните мне
callback-lead = Оставьте номер — перезвоним в рабочее время: { $hours }.
callback-phone = Телефон
callback-phone-hint = например, { $example }
callback-name = Как к вам обращаться
callback-topic = О чём поговорим
callback-window = Когда удобно
callback-window-message = Когда удобно
callback-window-any = в любое время
callback-window-morning = утром
callback-window-afternoon = днём
callback-window-evening = вечером
callback-comment = Комментарий
callback-consent = Даю согласие на обработку персональных данных
callback-consent-link = текст согласия
callback-send = Жду звонка
callback-thanks-title = Заявка принята
callback-thanks-text = Перезвоним вам в рабочее время: { $hours }.
callback-title-message = Напишите мне
callback-lead-message = Оставьте номер — напишем в мессенджере в рабочее время: { $hours }.
callback-send-message = Жду сообщения
callback-thanks-text-message = Напишем вам в рабочее время: { $hours }.
hours-from-to = { $days } { $from }–{ $to }
day-1 = пн
day-2 = вт
day-3 = ср
day-4 = чт
day-5 = пт
day-6 = сб
day-7 = вс

## The time that is promised

due-call = Позвоним { $when } до { $time } ({ $zone }).
due-call-from = Позвоним { $when } до { $time } ({ $zone }) с номера { $number }.
due-message = Напишем { $when } до { $time } ({ $zone }).
due-message-from = Напишем { $when } до { $time } ({ $zone }) с номера { $number }.
reminder-call = Мы обещали позвонить { $when } до { $time } ({ $zone }).
reminder-message = Мы обещали написать { $when } до { $time } ({ $zone }).
due-today = сегодня
due-tomorrow = завтра
due-day = { $weekday }, { $date },
weekday-1 = в понедельник
weekday-2 = во вторник
weekday-3 = в среду
weekday-4 = в четверг
weekday-5 = в пятницу
weekday-6 = в субботу
weekday-7 = в воскресенье
month-1 = января
month-2 = февраля
month-3 = марта
month-4 = апреля
month-5 = мая
month-6 = июня
month-7 = июля
month-8 = августа
month-9 = сентября
month-10 = октября
month-11 = ноября
month-12 = декабря
cancel-link = Отменить заявку
cancel-title = Отменить заявку?
cancelled-title = Заявка отменена
cancelled-text = Мы вас не побеспокоим. Если передумаете, оставьте новую заявку.
cancel-closed-title = Эта заявка уже закрыта
cancel-closed-text = Отменять уже нечего. Если мы снова понадобимся, оставьте новую заявку.
cancel-again = Оставить новую заявку
cancel-failed = Сейчас не получается отменить заявку. Попробуйте через минуту.

## After a low score

offer-text = Хотите, чтобы мы с вами связались?
offer-call = Позвоните мне
offer-message = Напишите мне
offer-no = Нет, спасибо

## Survey: guest

guest-title = Как вам мероприятие?
guest-enjoyed = Насколько вам понравилось мероприятие?
    .v1 = совсем нет
    .v2 = скорее нет
    .v3 = и да и нет
    .v4 = скорее да
    .v5 = очень
    .low = совсем нет
    .high = очень
guest-liked = Что понравилось больше всего?
    .host = ведущий
    .music = музыка
    .food = еда и напитки
    .decor = оформление
    .organisation = организация
    .other = другое
guest-disappointed = Что подвело больше всего?
    .host = ведущий
    .music = музыка
    .food = еда и напитки
    .decor = оформление
    .organisation = организация
    .other = другое
guest-comment = Хотите что-нибудь добавить?

## Survey: client

client-title = Как вам работалось с нами?
client-nps = Насколько вероятно, что вы порекомендуете { $agency } друзьям или коллегам?
    .low = точно нет
    .high = точно да
client-why = Почему вы так ответили?
    .after-low = Что пошло не так?
    .after-middle = Чего не хватило до десятки?
    .after-high = Что понравилось больше всего?
client-satisfied = Насколько вы довольны тем, как прошло мероприятие?
    .low = совсем нет
    .high = полностью

## Survey: stage

stage-title = Как прошёл этот этап?
stage-satisfied = Насколько вы довольны этим этапом работы?
    .consult = Насколько вы довольны консультацией?
    .concept = Насколько вы довольны предложенной концепцией?
    .event = Насколько вы довольны тем, как прошло мероприятие?
    .low = совсем нет
    .high = полностью
stage-comment = Почему вы так ответили?
    .after-low = Что пошло не так?
    .after-middle = Что нам стоит улучшить?
    .after-high = Что понравилось больше всего?

## Survey: effort

effort-title = Было ли легко?
effort-ease = Насколько легко было решить ваш вопрос?
    .after = Насколько легко вам было организовать мероприятие с нами?
    .low = очень сложно
    .high = очень легко
effort-comment = Почему вы так ответили?
    .after-low = Что было труднее всего?
    .after-middle = Что можно упростить?
    .after-high = Что помогло больше всего?

## Survey: site

site-title = Что скажете о сайте?
site-found = Насколько вы довольны нашим сайтом?
    .low = совсем нет
    .high = полностью
site-comment = Почему вы так ответили?
    .after-low = Что не понравилось?
    .after-middle = Чего не хватило?
    .after-high = Что понравилось больше всего?

## Errors: what happened and what to do

error-bad_id = Страница устарела. Обновите её и отправьте ответы ещё раз.
error-bad_rev = Ответ исправляли слишком много раз. Откройте опрос заново.
error-unknown_version = Опрос изменился. Обновите страницу и ответьте ещё раз.
error-unknown_question = В этом опросе нет такого вопроса. Обновите страницу.
error-wrong_kind = Ответ не подходит к вопросу. Обновите страницу.
error-missing_answer = Выберите, пожалуйста, ответ.
error-score_off_scale = Такой оценки нет на шкале. Выберите одну из показанных.
error-unknown_option = Такого варианта нет. Выберите один из показанных.
error-too_many_options = Выберите только один вариант.
error-text_too_long = Слишком длинный текст. Сократите его, пожалуйста.
error-unknown_touchpoint = Такой точки контакта нет. Возьмите одну из списка в документации.
error-unknown_channel = Такого канала нет. Возьмите один из списка в документации.
error-unknown_lang = Такого языка нет. Есть русский, украинский и английский.
error-missing_phone = Укажите телефон, чтобы мы могли ответить.
error-bad_phone = Проверьте номер: похоже, в нём ошибка. Пример: { $example }.
error-missing_country = Начните номер с кода страны: +7, +375, +380.
error-missing_consent = Без согласия мы не можем принять номер. Отметьте его, пожалуйста.
error-challenge_failed = Не удалось убедиться, что это не робот. Обновите страницу или позвоните нам.
error-unknown_window = Выберите время из списка.
error-unknown_by = Выберите звонок или сообщение.
error-unknown_callback = Такой заявки нет. Проверьте ссылку.
error-not_found = Такой страницы нет. Проверьте адрес.
error-unknown_survey = Такого опроса нет. Проверьте ссылку.
error-method_not_allowed = Этот адрес так не вызывают. Смотрите список методов в ответе.
error-too_large = Слишком большой запрос: больше { $limit }. Сократите текст или разделите список.
size-kb = { $n } КБ
size-mb = { $n } МБ
error-too_slow = Ответ передавался слишком долго и не дошёл. Отправьте ещё раз, лучше там, где связь сильнее.
error-not_json = Запрос не удалось прочитать. Обновите страницу и попробуйте ещё раз.
error-not_utf8 = Буквы пришли в другой кодировке, не в UTF-8, и прочитать их нельзя. Обновите страницу и отправьте ещё раз.
error-origin_not_allowed = Этому сайту не разрешено отправлять ответы. Добавьте его адрес в настройки.
error-unauthorized = Нужен ключ доступа. Войдите или передайте верный ключ.
error-forbidden = Этому ключу доступа это не разрешено. Нужен ключ с другой ролью.
error-conflict = Этот ответ уже отправлен другим. Обновите страницу и ответьте ещё раз.
error-correction_closed = Ответ можно исправить в течение 24 часов, и это время прошло.
error-request_closed = Эту заявку уже нельзя изменить. Если что-то поменялось, оставьте новую.
error-bad_parameter = Проверьте параметр: такое значение не подходит.
error-bad_period = Начало периода позже его конца или период слишком длинный.
error-query_too_wide = Столько за один раз не прочитать: сократите период, возьмите целые месяцы, один опрос или один вопрос.
error-anonymous_survey = Этот опрос анонимный: о нём известны только суммы, за всё время или по кварталам (group_by=quarter), по всем вопросам или по одному (question). Отдельных ответов и личных ссылок у него нет.
error-unknown_source = Такого источника у ответов нет. Есть invite, manager_invite, event_link и open.
error-unknown_status = Такого статуса или признака нет. Смотрите описание выгрузок.
error-unreadable_time = Время записано не так, как сказано в соответствии, или ещё не наступило.
error-bad_mapping = Соответствие столбцов здесь описано неверно. Смотрите описание импорта.
error-missing_column = В таблице нет такого столбца. Сравните её заголовок с соответствием.
error-unmapped_column = Об этом столбце соответствие ничего не говорит, или он в таблице дважды. Назовите его в ignore.
error-wrong_width = В строке есть ячейка, над которой нет названия столбца. Проверьте кавычки или назовите столбец.
error-cells_differ = Этот столбец и другой столбец того же поля говорят разное. Оставьте одно.
error-not_asked = Анкета не задаёт этого вопроса или не задаёт его после такой оценки: ячейка пропущена, остальное в строке сохранено.
error-stored_otherwise = Эта строка уже сохранена с другим содержимым. Она остаётся прежней.
error-id_reused = В таблице есть другая строка с этим номером и другим содержимым. Оставьте одну.
error-bad_quote = Ячейка начинается здесь с кавычки, которая не закрыта в её конце. Закройте её, а кавычки внутри ячейки удвойте.
error-rows_out_of_range = В части от 1 до 1000 строк. Отправьте таблицу частями поменьше.
error-internal = Что-то сломалось у нас, и это уже есть в нашем журнале. Попробуйте через минуту.
error-unavailable = Сервис сейчас недоступен. Попробуйте через минуту: ответы сохранены на этой странице.
error-away = Сервис сейчас недоступен. Откройте страницу снова через минуту.

## The director's page

director-title = Отклик — для руководителя
director-sign-in = Вход
director-token = Ключ доступа
director-token-hint = Его задают при установке, секрет DIRECTOR_TOKEN.
director-enter = Войти
director-leave = Выйти
director-leave-everywhere = Выйти на всех устройствах
director-failed-sign-ins = Неверных токенов за 7 дней: { $n }.
director-throttled = Дальнейшие попытки остановлены.
error-too_many_sign_ins = Слишком много неверных токенов за минуту. Подождите минуту и попробуйте снова; открытые входы продолжают работать.
director-wrong-token = Ключ не подошёл. Проверьте его и попробуйте ещё раз.
director-scores = Оценки
director-callbacks = Обратные звонки
director-no-answers = Ответов пока нет. Разошлите ссылку на опрос или покажите QR-код на площадке.
director-only-headline-sources = Показаны только ответы, которые входят в оценки: остальные слишком разнородны, чтобы прочитать их за один раз. Чтобы увидеть их, сократите период.
director-no-callbacks = Заявок пока нет.
director-survey = Опрос
director-question = Вопрос
director-source = Источник
director-n = Ответов
director-score = Оценка
director-interval = 95 % интервал
director-band = Уровень
director-when = Когда
director-phone = Телефон
director-extension = доб. { $extension }
director-name = Имя
director-topic = Тема
director-window = Когда удобно
director-due_at = Обещано до
director-by = Как ответить
director-overdue = просрочено
director-state = Состояние
director-comment = Комментарий
director-sealed = не расшифровать: ключ сменился
director-unverified = без приглашений, не подтверждено
director-headline = главный показатель
director-more = Показаны { $n }: сначала открытые, затем последние.
director-zone = Время: { $zone }.
director-period = Период
director-from = с
director-to = по
director-count-by = Период считать
director-event_date = по дате мероприятия
director-received = по дню ответа
director-show = Показать
director-all-time = за всё время
director-export = Скачать ответы, полученные за этот период (CSV)

source-invite = приглашения
source-manager_invite = приглашения от менеджера
source-event_link = ссылка мероприятия
source-open = сайт
audience-client = клиенты
audience-guest = гости
audience-visitor = посетители сайта
band-poor = плохо
band-good = хорошо
band-excellent = отлично
band-outstanding = выдающийся
band-below = ниже нормы
target-yes = цель { $target } достигнута
target-no = цель { $target } не достигнута
target-unclear = цель { $target }: пока неясно
no-interval-too_few_events = мало мероприятий
no-interval-too_few_groups = мало мероприятий, число неизвестно
no-interval-no_answers = нет ответов
by-call = звонок
by-message = сообщение
state-new = новая
state-in_work = в работе
state-done = выполнена
state-cancelled = отменена
state-spam = спам
call-reached = дозвонились
call-no_answer = не ответили
call-busy = занято
call-wrong_number = номер неверный
call-message_sent = написали
outcome-agreed = договорились
outcome-answered = ответили на вопрос
outcome-refused = отказ
outcome-unreachable = не дозвониться
outcome-wrong_number = номер неверный
outcome-duplicate = повтор
outcome-spam = спам
step-taken = взята
step-attempt = звонок
step-closed = закрыта
step-reopened = открыта снова
work-note = Отметить
work-take = Беру
work-reopen = Открыть снова
work-close = Закрыть
work-outcome = Чем кончилось

## The demo host page offers a link before any script runs

snippet-survey = Оцените мероприятие
snippet-callback = Заказать звонок

## How long it takes, in letters and in previews of links; who is recommended where no agency is named

questions-count =
    { $n ->
        [one] Всего { $n } вопрос, меньше минуты.
        [few] Всего { $n } вопроса, меньше минуты.
       *[many] Всего { $n } вопросов, меньше минуты.
    }
preview-us = нас

## The letter that asks, for the agency's mailing service

email-subject = { $title } Ответьте в два касания
email-lead-guest = Спасибо, что были с нами на мероприятии!
email-lead-client = Спасибо, что выбрали нас!
email-lead-visitor = Спасибо, что заглянули на наш сайт!
email-how = Нажмите на оценку: откроется страница, где её останется отправить.
email-score = Оценка { $n }
email-open = Открыть опрос
email-pick = Выберите оценку от { $from } ({ $low }) до { $to } ({ $high }) на странице опроса:
email-reason-guest = Вы получили это письмо, потому что были гостем мероприятия, для которого заказчик выбрал { $agency }.
email-reason-client = Вы получили это письмо, потому что выбрали { $agency }.
email-reason-visitor = Вы получили это письмо, потому что оставили свой адрес на нашем сайте.
email-personal = Ссылки в этом письме ваши личные: пожалуйста, не пересылайте его.
email-unsubscribe = Отписаться от таких писем
email-reminder-subject = { $title } Ещё можно ответить
email-reminder-preheader = Это единственное напоминание.
email-reminder-lead = Несколько дней назад мы спрашивали о ваших впечатлениях. Если вы ещё не ответили, ваше мнение по-прежнему важно. Больше напоминать не будем.

## Events, for the director

events-title = Мероприятия
events-new = Новое мероприятие
events-none = Мероприятий пока нет. Добавьте первое, и у него появится ссылка для гостей.
events-more = Показать более ранние
events-votes = Ответы / гости
events-too-many = Ответов больше, чем гостей
events-too-many-note = Проверьте число гостей и не попала ли ссылка к посторонним.
events-unasked = Больше 48 часов без единого ответа
events-unasked-note = Похоже, гостей и заказчика этих мероприятий никто не спросил.
events-share = Доля опрошенных мероприятий за год
events-asked = Опрошено
event-id = Код мероприятия
event-id-hint = Строчные латинские буквы, цифры и дефис: код виден в адресах. Потом его не изменить.
event-title = Название
event-date = Дата
event-kind = Вид
event-format = Формат
event-venue = Площадка
event-client = Заказчик (обозначение, не имя)
event-manager = Менеджер
event-guests = Сколько гостей
event-zone = Часовой пояс
event-state = Состояние
event-state-planned = запланировано
event-state-held = проведено
event-state-cancelled = отменено
event-save = Сохранить
event-saved = Сохранено.
event-copy = Ссылки и тексты
event-link = Ссылка для гостей
event-link-until = Принимает ответы по { $day } включительно.
event-link-closed = Ответов по ней больше не принимаем.
event-no-link = Сохраните мероприятие, и у него появится ссылка для гостей.
event-qr = QR-код этой ссылки
event-email = Адрес блока для письма
event-client-link = Ссылка для заказчика
event-message = Сообщение для гостей, которое перешлёт пара или HR
event-message-text = Здравствуйте! Спасибо, что были с нами: { $title }. Расскажите, пожалуйста, как всё прошло: три вопроса, меньше минуты. { $url }
error-bad_event_id = Код: от 1 до 64 строчных латинских букв, цифр и дефисов.
error-event_exists = Мероприятие с таким кодом уже есть. Выберите другой.
error-missing_title = Укажите название.
error-bad_date = Укажите дату, например 2026-05-16.
error-date_out_of_range = Выберите день в пределах, которые допускает вопрос.
error-dates_reversed = Последний день не может быть раньше первого.
error-guests_out_of_range = Укажите число гостей от 0 до 100 000 или оставьте поле пустым.
error-unknown_zone = Такого часового пояса нет. Пример: Europe/Kyiv.
error-unknown_event_state = Выберите состояние из списка.
error-unknown_link = Эта ссылка не действует. Проверьте адрес или попросите новую.
error-session_ended = Вы вышли или прошло 12 часов. Войдите в соседней вкладке и отправьте ещё раз: всё введённое сохранено на этой странице.
error-unknown_event = Такого мероприятия нет. Проверьте адрес.
error-event_settled = День мероприятия наступил, есть ответы или разосланы приглашения. Число гостей, дату, клиента, формат и отмену теперь меняет только директор.
error-too_many_events = Вы внесли уже 500 мероприятий. Попросите директора внести следующие.
error-director_only = Это указывает только директор. Уберите поле или попросите директора.

# Приглашения
invites-title = Личные ссылки
invites-note = Каждому своя ссылка: один человек, один голос. Обозначения ваши, без имён, телефонов и адресов почты: по ним сервис рассылки подставит каждому его ссылку.
invites-survey = Опрос
invites-references = Обозначения, по одному в строке
invites-count = Или сколько ссылок сделать
invites-make = Получить таблицу ссылок
invites-open = Таблица тех, кто ещё не ответил
error-missing_reference = Пустое обозначение: уберите строку или заполните её.
error-personal_reference = В обозначении телефон или адрес почты. Возьмите номер гостя или заказа: личные данные здесь не хранятся.
error-invites_out_of_range = Нужны обозначения или число от 1 до 10 000, что-то одно.
error-bad_time = Время указано не в миллисекундах UTC. Пример: 1790000000000.
error-formula_reference = Обозначение не может начинаться с = + - @: таблицы приняли бы его за формулу.
error-missing_reason = Напишите причину: она сохранится вместе с решением.
error-unknown_response = Такого ответа нет. Проверьте адрес.
error-callback_moved = С этой заявкой уже поступили иначе. Обновите список.
error-too_many_requests = Слишком много запросов за минуту. Подождите минуту и попробуйте ещё раз.
error-missing_field = Здесь чего-то не хватает: это поле обязательно.
error-unknown_field = Такого поля здесь нет. Проверьте название или уберите его.
error-wrong_type = Здесь значение другого типа. Пример есть в описании документа.
error-unknown_value = Такого слова нет в списке. Возьмите одно из описания документа.
error-bad_part_id = Код состоит из 1–32 строчных латинских букв, цифр и дефисов.
error-same_id = Такой код уже есть выше. Дайте другой.
error-bad_version = Версии считают целыми числами от 1.
error-questions_out_of_range = Вопросов может быть от 1 до 20.
error-options_out_of_range = Вариантов может быть от 2 до 20.
error-not_scored = Здесь нужен вопрос с оценкой из этого опроса, стоящий раньше.
error-missing_bucket = Укажите, после каких оценок это спрашивают.
error-missing_text = Текст пуст. Впишите его.
error-wrong_count = Подписей не столько, сколько нужно: две для краёв шкалы или по одной на каждое значение.
error-unknown_placeholder = Фигурные скобки бывают только в вопросе и только как { $agency }.
error-target_out_of_range = Такой оценки быть не может: NPS от −100 до 100, CSAT от 0 до 100, CES от 1 до 7.
error-bad_color = Цвет пишут как #1b4fd6.
error-radius_out_of_range = Радиус — целое число пикселей от 0 до 24.
error-bad_origin = Сайт пишут как https://agency.example, без косой черты в конце.
error-too_many_origins = Сайтов может быть не больше 20.
error-id_differs = Код в документе не тот, что в адресе.
error-audience_changed = Раньше этот опрос был для других людей. Опубликуйте новый, с другим кодом.
error-anonymity_changed = Анонимность опроса не меняется: люди отвечали на него таким, каким он был. Опубликуйте новый, с другим кодом.
error-first_optional = Первый вопрос анонимного опроса должен быть обязательным: по ответам на него считают людей.
error-first_changed = Первый вопрос анонимного опроса остаётся первым: по ответам на него считают людей. Опубликуйте новый опрос, с другим кодом.
error-kind_changed = Раньше этот вопрос был другого вида. Дайте новому вопросу новый код.
error-wrong_version = Эта версия уже опубликована с другим текстом или идёт не по порядку. Следующая версия — { $next }.
error-too_many_versions = Опубликовано уже 200 версий, больше нельзя.

# Отложенные ответы
moderation-title = Отложенные ответы
moderation-note = Эти ответы похожи на работу программ: почтовых сканеров, роботов, накрутки. Они хранятся, но в оценку не входят, пока вы не решите иначе.
moderation-none = Отложенных ответов нет.
moderation-about = О чём
moderation-scores = Оценки
moderation-why = Почему отложен
moderation-decide = Решение
moderation-reason = Причина
moderation-include = Засчитать
moderation-more = Показать более ранние
moderation-corrections = Исправления низких оценок
moderation-corrections-note = Клиент поставил низкую оценку, а потом по той же личной ссылке пришла оценка выше — с другого устройства или из другой сети. Считается первая. Если исправил сам клиент, засчитайте вторую.
moderation-adopt = Засчитать вторую
moderation-decline = Оставить первую
moderation-held = Отложено целиком
moderation-held-note = Ответов пришло больше, чем может прийти от гостей. Решите сразу обо всех. Анонимный опрос ждёт решения: его квартал не публикуется.
moderation-count = Ответов
moderation-quarter = квартал с { $day }
moderation-include-all = Засчитать все
moderation-exclude-all = Не засчитывать
flag-honeypot = нажато то, чего человек не видит
flag-scanner = почтовый сканер или робот, судя по его имени
flag-no_user_activation = никто не касался экрана и клавиш
flag-no_form = отправлено не с нашей страницы
flag-too_fast = отправлено быстрее, чем может человек
flag-too_soon = сразу после отправки письма
flag-many_scores = разные ответы по одной ссылке за несколько секунд
flag-burst = слишком много ответов за несколько минут
flag-over_guests = ответов по ссылке больше, чем гостей
flag-changed_elsewhere = низкую оценку исправили с другого устройства или из другой сети
flag-no_challenge = Turnstile не поручился за человека
flag-director = исключён вами
director-quarantined = отложено
director-rate = { $survey }, { $source }: ответили { $counted } из { $of }, { $percent } %.
director-rate-low = Меньше 30 %: промолчавшие могут думать иначе.

## Messages to the agency, and those that did not arrive

message-callback = Новая заявка: ждут звонка или сообщения
message-low_answer = Клиент недоволен: поставил низкую оценку
message-low_answers = Низкие оценки клиентов без приглашения за час: { $n }
message-due = Ответить до { $time }
low-title = Недовольные клиенты
low-present = сейчас: { $scores }
low-none = Низких оценок клиентов за 30 дней не было.
outbox-title = Не удалось сообщить
outbox-note = О заявках и низких оценках ниже агентство не узнало: получатель не ответил или отказал. Сами заявки и ответы на месте.
outbox-again = Отправить ещё раз
outbox-destination = Куда
outbox-kind = О чём
outbox-state = Что стало
outbox-attempts = попыток: { $n }
outbox-status = код ответа { $status }
outbox-silent = нет ответа
message-dead = больше не отправляется
message-waiting = ещё попробуем
destination-telegram = Telegram
destination-webhook = Вебхук
destination-email = Почта

## Журнал действий

audit-title = Журнал действий
audit-note = Кто и что сделал. Записи хранятся год; имён, телефонов и комментариев гостей в них нет.
audit-none = За это время записей нет.
audit-more = Показать более ранние
audit-all = всё
audit-who = Кто
audit-what = Что
audit-subject = О чём
audit-detail = Подробности
audit-n = Количество
audit-survey = Опрос
audit-version = Версия
audit-issued = Новых ссылок
audit-extended = Продлено ссылок
audit-throttled = дальнейшие попытки остановлены
audit-decision = Решение
audit-step = Шаг
audit-result = Итог звонка
audit-outcome = Чем кончилось
audit-status = Состояние
audit-role = Роль
audit-audience = Кого опросили
audit-event = Мероприятие
audit-touchpoint = Точка контакта
audit-channel = Канал
audit-locale = Язык
audit-from = С
audit-to = По
actor-secret = директор, по DIRECTOR_TOKEN
actor-session = директор
actor-token = токен { $number }, { $role }
actor-command = команда cargo xtask
actor-nobody = неизвестно кто
role-director = директор
role-manager = менеджер
role-reader = только чтение чисел
role-integration = внешняя система
status-accepted = учтён
status-partial = не подтверждён
status-quarantined = отложен
decision-include = учесть
decision-exclude = не учитывать
decision-admit = принять
decision-clear = убрать как спам
decision-adopt = засчитать исправление
decision-decline = оставить первую оценку
audit-action-sign_in = Вход
audit-action-sign_in_failed = Неверный токен при входе
audit-action-sign_out = Выход
audit-action-sign_out_all = Выход на всех устройствах
audit-action-event_created = Мероприятие добавлено
audit-action-event_changed = Мероприятие изменено
audit-action-invites_issued = Выданы личные ссылки
audit-action-invite_revoked = Личная ссылка отозвана
audit-action-response_moderated = Решение об ответе
audit-action-responses_exported = Выгружены ответы
audit-action-contacts_viewed = Показаны контакты
audit-action-responses_imported = Загружены ответы
audit-action-survey_published = Опубликован опрос
audit-action-outbox_retried = Сообщения отправлены снова
audit-action-callbacks_decided = Решение об отложенных заявках
audit-action-callback_worked = Работа с заявкой
audit-action-contacts_rekeyed = Контакты перешифрованы новым ключом
audit-action-token_created = Создан токен
audit-action-token_revoked = Отозван токен
## Requests of a flood

held-title = Отложенные заявки
held-note = Заявок с новых телефонов пришло сразу слишком много, похоже на накрутку. Среди них могут быть настоящие: их время ответа обещано. Звонить по ним не просили никого.
held-or-more = Или больше.
held-look = Посмотреть
held-admit-all = Принять все
held-clear-all = Убрать все как спам
held-admit-one = Принять
message-callbacks_held = Слишком много заявок сразу: следующие отложены, посмотрите их
held-count =
    { $n ->
        [one] Отложена { $n } заявка.
        [few] Отложены { $n } заявки.
       *[many] Отложено { $n } заявок.
    }
callback-times =
    { $n ->
        [one] просили { $n } раз
        [few] просили { $n } раза
       *[many] просили { $n } раз
    }

## Outages of Turnstile

turnstile-title = Без проверки Turnstile.
turnstile-note = Эти ответы и заявки приняты, чтобы сбой ничего не стоил людям; среди них могли пройти роботы.
turnstile-silent = Turnstile не ответил.
turnstile-server_error = Turnstile ответил ошибкой сервера.
turnstile-internal_error = Turnstile сообщил о своей внутренней ошибке.
turnstile-wrong_secret = Turnstile не принял секрет: проверьте TURNSTILE_SECRET.
turnstile-passed = С { $since } принято без проверки: { $n }, последнее в { $latest }.

# The columns of an export.
export-id = Номер ответа
export-rev = Редакция
export-survey = Анкета
export-version = Версия анкеты
export-audience = Кто отвечает
export-source = Источник
export-status = Состояние
export-flag = Почему отложен
export-decision = Решение
export-event = Мероприятие
export-event_raw = Мероприятие по ссылке
export-manager = Менеджер
export-client = Клиент
export-touchpoint = Точка контакта
export-channel = Канал
export-locale = Язык
export-received_at = Получен (UTC)
export-received_local = Получен, местное время
export-day = День
