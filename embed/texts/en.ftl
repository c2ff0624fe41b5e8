## What the guest reads around the questions

send = Send
sending = Sending…
next = Next
back = Back
optional = optional
progress = Question { $n } of { $total }
thanks-title = Thank you!
thanks-text = Your answer has arrived. It will help to make the next event better.
not-sent = Could not send. Your answers are kept here: check the connection and try again.
retry = Try again
fix-errors = Check the marked fields: your answers are kept.
other-label = What exactly?
language = Language
open-form = Open the survey
back-to = Back to { $site }
several-hint = you can pick several

## What was sent and has not arrived yet

framed = The form cannot be sent from here. It opens in a new window:
queue-kept = Not sent yet, but saved on this device. We will send it as soon as there is a connection: now, or when you open this site again.
queue-refused = What was saved earlier could not be sent.
queue-expired = Your request could not be sent for a day, and we have erased it from this device. If you still need it, please make it again.

## A window over a host page

close = Close
appeared = A question has appeared at the bottom of the page: { $title }
appeared-callback = A form has appeared at the bottom of the page: { $title }

## A five-point scale drawn as faces

face-1 = very bad
face-2 = bad
face-3 = so-so
face-4 = good
face-5 = great

## Who reads the answers

who-sees-guest = The agency sees your answer; the host of the event sees totals only.
who-sees-client = The agency sees your answer.
who-sees-visitor = The agency sees your answer.

## The request to be called

callback-title = Call me back
callback-lead = Leave your number and we will call you in working hours: { $hours }.
callback-phone = Phone
callback-phone-hint = for example, { $example }
callback-name = Your name
callback-topic = What it is about
callback-window = Good time to call
callback-window-message = Good time to write
callback-window-any = any time
callback-window-morning = morning
callback-window-afternoon = afternoon
callback-window-evening = evening
callback-comment = Comment
callback-consent = I agree to the processing of my personal data
callback-consent-link = text of the consent
callback-send = Call me
callback-thanks-title = We have your request
callback-thanks-text = We will call you in working hours: { $hours }.
callback-title-message = Message me
callback-lead-message = Leave your number and we will message you in working hours: { $hours }.
callback-send-message = Message me
callback-thanks-text-message = We will message you in working hours: { $hours }.
hours-from-to = { $days } { $from }–{ $to }
day-1 = Mon
day-2 = Tue
day-3 = Wed
day-4 = Thu
day-5 = Fri
day-6 = Sat
day-7 = Sun

## The time that is promised

due-call = We will call you { $when } by { $time } ({ $zone }).
due-call-from = We will call you { $when } by { $time } ({ $zone }) from { $number }.
due-message = We will message you { $when } by { $time } ({ $zone }).
due-message-from = We will message you { $when } by { $time } ({ $zone }) from { $number }.
reminder-call = We promised to call you { $when } by { $time } ({ $zone }).
reminder-message = We promised to message you { $when } by { $time } ({ $zone }).
due-today = today
due-tomorrow = tomorrow
due-day = { $weekday }, { $date },
weekday-1 = on Monday
weekday-2 = on Tuesday
weekday-3 = on Wednesday
weekday-4 = on Thursday
weekday-5 = on Friday
weekday-6 = on Saturday
weekday-7 = on Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
cancel-link = Cancel the request
cancel-title = Cancel the request?
cancelled-title = The request is cancelled
cancelled-text = We will not disturb you. If you change your mind, leave a new request.
cancel-closed-title = This request is already closed
cancel-closed-text = There is nothing left to cancel. If you need us again, leave a new request.
cancel-again = Leave a new request
cancel-failed = The request cannot be cancelled right now. Try again in a minute.

## After a low score

offer-text = Would you like us to contact you?
offer-call = Call me
offer-message = Message me
offer-no = No, thanks

## Survey: guest

guest-title = How was the event?
guest-enjoyed = How much did you enjoy the event?
    .v1 = not at all
    .v2 = not really
    .v3 = partly
    .v4 = mostly
    .v5 = very much
    .low = not at all
    .high = very much
guest-liked = What did you like most?
    .host = the host
    .music = music
    .food = food and drinks
    .decor = decoration
    .organisation = organisation
    .other = something else
guest-disappointed = What let you down most?
    .host = the host
    .music = music
    .food = food and drinks
    .decor = decoration
    .organisation = organisation
    .other = something else
guest-comment = Anything to add?

## Survey: client

client-title = How was working with us?
client-nps = How likely are you to recommend { $agency } to friends or colleagues?
    .low = not at all likely
    .high = extremely likely
client-why = Why did you answer so?
    .after-low = What went wrong?
    .after-middle = What would have made it a 10?
    .after-high = What did you like most?
client-satisfied = How satisfied are you with how the event went?
    .low = not at all
    .high = completely

## Survey: stage

stage-title = How did this stage go?
stage-satisfied = How satisfied are you with this stage of the work?
    .consult = How satisfied are you with the consultation?
    .concept = How satisfied are you with the proposed concept?
    .event = How satisfied are you with how the event went?
    .low = not at all
    .high = completely
stage-comment = Why did you answer so?
    .after-low = What went wrong?
    .after-middle = What should we improve?
    .after-high = What did you like most?

## Survey: effort

effort-title = Was it easy?
effort-ease = How easy was it to get your question resolved?
    .after = How easy was it to organise your event with us?
    .low = very hard
    .high = very easy
effort-comment = Why did you answer so?
    .after-low = What was the hardest part?
    .after-middle = What could be simpler?
    .after-high = What helped most?

## Survey: site

site-title = What do you think of the site?
site-found = How satisfied are you with our site?
    .low = not at all
    .high = completely
site-comment = Why did you answer so?
    .after-low = What did you dislike?
    .after-middle = What was missing?
    .after-high = What did you like most?

## Errors: what happened and what to do

error-bad_id = This page is out of date. Reload it and send your answers again.
error-bad_rev = This answer was corrected too many times. Open the survey anew.
error-unknown_version = The survey has changed. Reload the page and answer again.
error-unknown_question = This survey has no such question. Reload the page.
error-wrong_kind = The answer does not fit the question. Reload the page.
error-missing_answer = Please choose an answer.
error-score_off_scale = The scale has no such score. Choose one of those shown.
error-unknown_option = There is no such option. Choose one of those shown.
error-too_many_options = Choose one option only.
error-text_too_long = The text is too long. Please shorten it.
error-unknown_touchpoint = There is no such touchpoint. Take one from the list in the documentation.
error-unknown_channel = There is no such channel. Take one from the list in the documentation.
error-unknown_lang = There is no such language. There are Russian, Ukrainian and English.
error-missing_phone = Give a phone number so that we can get back to you.
error-bad_phone = Check the number: it does not look right. Example: { $example }.
error-missing_country = Begin the number with its country code: +44, +375, +380.
error-missing_consent = We cannot take your number without consent. Please tick the box.
error-challenge_failed = We could not tell you from a robot. Reload the page, or phone us.
error-unknown_window = Choose a time from the list.
error-unknown_by = Choose a call or a message.
error-unknown_callback = There is no such request. Check the link.
error-not_found = There is no such page. Check the address.
error-unknown_survey = There is no such survey. Check the link.
error-method_not_allowed = This address is not called that way. See the list of methods in the answer.
error-too_large = The request is too large: over { $limit }. Shorten the text, or split the list.
size-kb = { $n } KB
size-mb = { $n } MB
error-too_slow = The answer took too long to arrive. Send it again, where the connection is better if you can.
error-not_json = The request could not be read. Reload the page and try again.
error-not_utf8 = The letters arrived in another encoding, not in UTF-8, and cannot be read. Reload the page and send again.
error-origin_not_allowed = This site may not send answers. Add its address to the settings.
error-unauthorized = An access token is needed. Sign in or pass the right token.
error-forbidden = This access token may not do that. A token of another role is needed.
error-conflict = Another answer was sent under this id. Reload the page and answer again.
error-correction_closed = An answer can be corrected within 24 hours, and that time has passed.
error-request_closed = This request can no longer be changed. If something is different now, leave a new one.
error-bad_parameter = Check the parameter: this value does not fit.
error-bad_period = The period starts after its end, or is too long.
error-query_too_wide = That is too much to read at once: ask for a shorter period, whole months, one survey or one question.
error-anonymous_survey = This survey is anonymous: it is reported in sums only, of all time or by quarters (group_by=quarter), for all questions or for one (question). It has no single answers and no personal links.
error-unknown_source = There is no such source. There are invite, manager_invite, event_link and open.
error-unknown_status = There is no such status or flag. See the documentation of exports.
error-unreadable_time = The time is not written as the mapping says, or is still to come.
error-bad_mapping = The mapping says here what cannot be. See the documentation of imports.
error-missing_column = The table has no such column. Compare its header with the mapping.
error-unmapped_column = The mapping says nothing of this column, or the table has it twice. Name it under ignore.
error-wrong_width = The row has a cell below no column name. Check its quotation marks, or name the column.
error-cells_differ = This column and another one of the same field hold two different words. Keep one of them.
error-not_asked = The survey does not ask this question, or not after this score: the cell was left out, the rest of the row was stored.
error-stored_otherwise = This row is stored already, with other contents. It stays as it was.
error-id_reused = Another row of the table has this id and other contents. Keep one of them.
error-bad_quote = A cell begins with a quotation mark here that is not closed at its end. Close it, and double those within the cell.
error-rows_out_of_range = A part has 1 to 1,000 rows. Send the table in smaller parts.
error-internal = Something broke on our side, and it is in our log. Try again in a minute.
error-unavailable = The service is not available now. Try again in a minute: your answers are kept on this page.
error-away = The service is not available now. Open this page again in a minute.

## The director's page

director-title = Otklik for the director
director-sign-in = Sign in
director-token = Access token
director-token-hint = It was set on installation, as the secret DIRECTOR_TOKEN.
director-enter = Sign in
director-leave = Sign out
director-leave-everywhere = Sign out everywhere
director-failed-sign-ins = Wrong access tokens in the last 7 days: { $n }.
director-throttled = Further tries were stopped.
error-too_many_sign_ins = Too many wrong access tokens within a minute. Wait a minute and try again; whoever is signed in stays so.
director-wrong-token = That token does not fit. Check it and try again.
director-scores = Scores
director-callbacks = Callbacks
director-no-answers = No answers yet. Send out the survey's link or show its QR code at the venue.
director-only-headline-sources = Only the answers that count for the scores are shown: the others are too different to read at once. Choose a shorter period to see them.
director-no-callbacks = No requests yet.
director-survey = Survey
director-question = Question
director-source = Source
director-n = Answers
director-score = Score
director-interval = 95 % interval
director-band = Level
director-when = When
director-phone = Phone
director-extension = ext. { $extension }
director-name = Name
director-topic = Topic
director-window = Good time
director-due_at = Promised by
director-by = How to answer
director-overdue = overdue
director-state = State
director-comment = Comment
director-sealed = cannot be opened: the key has changed
director-unverified = no invites, unverified
director-headline = headline
director-more = { $n } are shown: open ones first, then the latest.
director-zone = Times: { $zone }.
director-period = Period
director-from = from
director-to = to
director-count-by = Count the period
director-event_date = by the date of the event
director-received = by the day of the answer
director-show = Show
director-all-time = all time
director-export = Download the answers received in this period (CSV)

source-invite = invites
source-manager_invite = manager's invites
source-event_link = event link
source-open = site
audience-client = clients
audience-guest = guests
audience-visitor = visitors of the site
band-poor = poor
band-good = good
band-excellent = excellent
band-outstanding = outstanding
band-below = below target
target-yes = target { $target } reached
target-no = target { $target } missed
target-unclear = target { $target }: not clear yet
no-interval-too_few_events = too few events
no-interval-too_few_groups = too few events, number unknown
no-interval-no_answers = no answers
by-call = call
by-message = message
state-new = new
state-in_work = in work
state-done = done
state-cancelled = cancelled
state-spam = spam
call-reached = reached
call-no_answer = no answer
call-busy = busy
call-wrong_number = wrong number
call-message_sent = message sent
outcome-agreed = agreed
outcome-answered = question answered
outcome-refused = refused
outcome-unreachable = cannot be reached
outcome-wrong_number = wrong number
outcome-duplicate = duplicate
outcome-spam = spam
step-taken = taken
step-attempt = call
step-closed = closed
step-reopened = opened again
work-note = Note a step
work-take = I take it
work-reopen = Open again
work-close = Close
work-outcome = How it ended

## The demo host page offers a link before any script runs

snippet-survey = Rate the event
snippet-callback = Call me back

## How long it takes, in letters and in previews of links; who is recommended where no agency is named

questions-count =
    { $n ->
        [one] Just { $n } question, less than a minute.
       *[other] Just { $n } questions, less than a minute.
    }
preview-us = us

## The letter that asks, for the agency's mailing service

email-subject = { $title } Answer in two taps
email-lead-guest = Thank you for being with us at the event!
email-lead-client = Thank you for choosing us!
email-lead-visitor = Thank you for visiting our site!
email-how = Tap a score: a page opens where all that is left is to send it.
email-score = Score { $n }
email-open = Open the survey
email-pick = Pick a score from { $from } ({ $low }) to { $to } ({ $high }) on the survey’s page:
email-reason-guest = You received this e-mail because you were a guest of an event whose host chose { $agency }.
email-reason-client = You received this e-mail because you chose { $agency }.
email-reason-visitor = You received this e-mail because you left your address on our site.
email-personal = The links in this e-mail are yours alone: please do not forward it.
email-unsubscribe = Unsubscribe from such e-mails
email-reminder-subject = { $title } You can still answer
email-reminder-preheader = This is the only reminder.
email-reminder-lead = A few days ago we asked how it was for you. If you have not answered yet, your opinion still matters to us. We will not remind you again.

## Events, for the director

events-title = Events
events-new = New event
events-none = No events yet. Add the first one, and it gets a link for its guests.
events-more = Show earlier ones
events-votes = Answers / guests
events-too-many = More answers than guests
events-too-many-note = Check the number of guests, and whether strangers got hold of the link.
events-unasked = More than 48 hours without an answer
events-unasked-note = It seems that nobody asked the guests and the client of these events.
events-share = Share of events surveyed in a year
events-asked = Surveyed
event-id = Event code
event-id-hint = Lower-case letters, digits and hyphens: it shows in addresses and cannot be changed later.
event-title = Title
event-date = Date
event-kind = Kind
event-format = Format
event-venue = Venue
event-client = Client (a reference, not a name)
event-manager = Manager
event-guests = Number of guests
event-zone = Time zone
event-state = State
event-state-planned = planned
event-state-held = held
event-state-cancelled = cancelled
event-save = Save
event-saved = Saved.
event-copy = Links and texts
event-link = Link for guests
event-link-until = Takes answers up to and including { $day }.
event-link-closed = It no longer takes answers.
event-no-link = Save the event, and it gets a link for its guests.
event-qr = QR code of this link
event-email = Address of the e-mail block
event-client-link = Link for the client
event-message = Message to guests, for the couple or HR to forward
event-message-text = Hello! Thank you for being with us: { $title }. Please tell us how it went: three questions, less than a minute. { $url }
error-bad_event_id = A code has 1 to 64 lower-case Latin letters, digits and hyphens.
error-event_exists = Another event has this code. Choose a different one.
error-missing_title = Enter a title.
error-bad_date = Enter a date, for example 2026-05-16.
error-date_out_of_range = Choose a day within the dates that this question allows.
error-dates_reversed = The last day may not be before the first one.
error-guests_out_of_range = Enter a number of guests from 0 to 100,000, or leave the field empty.
error-unknown_zone = There is no such time zone. Example: Europe/Kyiv.
error-unknown_event_state = Choose a state from the list.
error-unknown_link = This link does not work. Check the address or ask for a new one.
error-session_ended = You signed out, or 12 hours have passed. Sign in in another tab and send again: what you typed is kept on this page.
error-unknown_event = There is no such event. Check the address.
error-event_settled = The event's day has come, guests have answered or invites are out. Only the director now changes guests, date, client or format, or cancels.
error-too_many_events = You have entered 500 events. Ask the director to enter more.
error-director_only = Only the director sets this. Leave the field out, or ask the director.

# Invites
invites-title = Personal links
invites-note = A link for each person: one person, one vote. The references are yours, without names, phones or e-mail addresses: your mailing service uses them to give each reader the right link.
invites-survey = Survey
invites-references = References, one per line
invites-count = Or how many links to make
invites-make = Get the table of links
invites-open = Table of those who have not answered
error-missing_reference = An empty reference: remove the line or fill it in.
error-personal_reference = A phone or an e-mail address stands in a reference. Take a guest's or an order's number: nothing personal is kept here.
error-invites_out_of_range = References or a number from 1 to 10,000 are needed, one of the two.
error-bad_time = The time is not given in UTC milliseconds. Example: 1790000000000.
error-formula_reference = A reference may not begin with = + - @: spreadsheets would take it for a formula.
error-missing_reason = Give a reason: it is kept with the decision.
error-unknown_response = There is no such answer. Check the address.
error-callback_moved = Somebody has done otherwise about this request. Load the list again.
error-too_many_requests = Too many requests within a minute. Wait a minute and try again.
error-missing_field = Something is missing here: this field is required.
error-unknown_field = There is no such field here. Check its name or remove it.
error-wrong_type = This value is of the wrong type. The documentation has an example.
error-unknown_value = This word is not on the list. Take one from the documentation.
error-bad_part_id = An id has 1 to 32 lower-case Latin letters, digits and hyphens.
error-same_id = This id is used above already. Choose another.
error-bad_version = Versions are whole numbers from 1.
error-questions_out_of_range = There can be 1 to 20 questions.
error-options_out_of_range = There can be 2 to 20 options.
error-not_scored = This must be a question of this survey that asks for a score, and comes earlier.
error-missing_bucket = Say after which scores this is asked.
error-missing_text = The text is empty. Fill it in.
error-wrong_count = The number of labels is wrong: two for the ends of a scale, or one for each value.
error-unknown_placeholder = Braces may stand in a question alone, and only as { $agency }.
error-target_out_of_range = There is no such score: NPS goes from −100 to 100, CSAT from 0 to 100, CES from 1 to 7.
error-bad_color = A colour is written as #1b4fd6.
error-radius_out_of_range = The radius is a whole number of pixels from 0 to 24.
error-bad_origin = A site is written as https://agency.example, without a slash at the end.
error-too_many_origins = There can be 20 sites at most.
error-id_differs = The document's id is not that of the address.
error-audience_changed = This survey was for other people before. Publish a new one under another id.
error-anonymity_changed = Whether a survey is anonymous does not change: people have answered it as it was. Publish a new one under another id.
error-first_optional = An anonymous survey's first question must be required: its answers count the people.
error-first_changed = An anonymous survey's first question stays the first: its answers count the people. Publish a new survey under another id.
error-kind_changed = This question was of another kind before. Give the new question an id of its own.
error-wrong_version = This version was published with other content, or skips one. The next version is { $next }.
error-too_many_versions = 200 versions have been published already, and there can be no more.

# Answers set aside
moderation-title = Answers set aside
moderation-note = These answers look like the work of programs: mail scanners, robots, ballot stuffing. They are kept, but are no part of the score until you decide otherwise.
moderation-none = No answers are set aside.
moderation-about = About
moderation-scores = Scores
moderation-why = Why it is set aside
moderation-decide = Decision
moderation-reason = Reason
moderation-include = Count it
moderation-more = Show earlier ones
moderation-corrections = Changed low scores
moderation-corrections-note = A client gave a low score, and then a higher one came through the same personal link, from another device or network. The first one counts. If the client changed it, count the second.
moderation-adopt = Count the second
moderation-decline = Keep the first
moderation-held = Set aside together
moderation-held-note = More answers came than guests can have sent. Decide about all of them at once. An anonymous survey waits: its quarter is not released before.
moderation-count = Answers
moderation-quarter = quarter from { $day }
moderation-include-all = Count them all
moderation-exclude-all = Leave them out
flag-honeypot = something was pressed that no person sees
flag-scanner = a mail scanner or robot, by its own name
flag-no_user_activation = nobody touched screen or keys
flag-no_form = not sent from a page of ours
flag-too_fast = sent faster than a person can
flag-too_soon = right after the letter went out
flag-many_scores = different answers through one link within seconds
flag-burst = too many answers within minutes
flag-over_guests = more answers by the link than guests
flag-changed_elsewhere = a low score was changed from another device or network
flag-no_challenge = Turnstile did not vouch for a person
flag-director = left out by you
director-quarantined = set aside
director-rate = { $survey }, { $source }: { $counted } of { $of } answered, { $percent } %.
director-rate-low = Below 30 %: those who kept silent may think otherwise.

## Messages to the agency, and those that did not arrive

message-callback = New request: somebody waits for a call or a message
message-low_answer = A client is not happy: low score given
message-low_answers = Low scores of clients without an invite within an hour: { $n }
message-due = Answer by { $time }
low-title = Clients who are not happy
low-present = now: { $scores }
low-none = No low scores of clients within 30 days.
outbox-title = Undelivered messages
outbox-note = Messages about the requests and low scores below did not arrive: the receiver did not answer, or refused. The requests and answers themselves are safe.
outbox-again = Send again
outbox-destination = Where to
outbox-kind = About
outbox-state = What became of it
outbox-attempts = attempts: { $n }
outbox-status = status { $status }
outbox-silent = no answer
message-dead = not sent any more
message-waiting = will be tried again
destination-telegram = Telegram
destination-webhook = Webhook
destination-email = E-mail

## The audit log

audit-title = Audit log
audit-note = Who did what. Entries are kept for a year; they hold no names, phones or comments of guests.
audit-none = Nothing was logged in this period.
audit-more = Show earlier ones
audit-all = everything
audit-who = Who
audit-what = What
audit-subject = Of what
audit-detail = Details
audit-n = Number
audit-survey = Survey
audit-version = Version
audit-issued = New links
audit-extended = Links extended
audit-throttled = further tries were stopped
audit-decision = Decision
audit-step = Step
audit-result = Result of the call
audit-outcome = How it ended
audit-status = State
audit-role = Role
audit-audience = Audience
audit-event = Event
audit-touchpoint = Touchpoint
audit-channel = Channel
audit-locale = Language
audit-from = From
audit-to = To
actor-secret = director, by DIRECTOR_TOKEN
actor-session = director
actor-token = token { $number }, { $role }
actor-command = command cargo xtask
actor-nobody = unknown
role-director = director
role-manager = manager
role-reader = reader
role-integration = integration
status-accepted = counted
status-partial = not confirmed
status-quarantined = set aside
decision-include = count it
decision-exclude = leave it out
decision-admit = admit
decision-clear = clear as spam
decision-adopt = count the correction
decision-decline = keep the first score
audit-action-sign_in = Signed in
audit-action-sign_in_failed = Wrong token at sign-in
audit-action-sign_out = Signed out
audit-action-sign_out_all = Signed out everywhere
audit-action-event_created = Event added
audit-action-event_changed = Event changed
audit-action-invites_issued = Personal links issued
audit-action-invite_revoked = Personal link revoked
audit-action-response_moderated = Decision about an answer
audit-action-responses_exported = Answers exported
audit-action-contacts_viewed = Contacts shown
audit-action-responses_imported = Answers imported
audit-action-survey_published = Survey published
audit-action-outbox_retried = Messages sent again
audit-action-callbacks_decided = Requests set aside were decided
audit-action-callback_worked = Work on a request
audit-action-contacts_rekeyed = Contacts sealed under the new key
audit-action-token_created = Token created
audit-action-token_revoked = Token revoked
## Requests of a flood

held-title = Requests set aside
held-note = Too many requests from new phones came at once, as from a robot. Real ones may be among them, and were promised an answer by a time. Nobody was asked to call them.
held-or-more = Or more.
held-look = Look through them
held-admit-all = Admit all
held-clear-all = Clear all as spam
held-admit-one = Admit
message-callbacks_held = Too many requests at once: further ones are set aside, look through them
held-count =
    { $n ->
        [one] { $n } request set aside.
       *[other] { $n } requests set aside.
    }
callback-times =
    { $n ->
        [one] asked { $n } time
       *[other] asked { $n } times
    }

## Outages of Turnstile

turnstile-title = Without Turnstile.
turnstile-note = These answers and requests were taken, so that an outage costs people nothing; robots may be among them.
turnstile-silent = Turnstile did not answer.
turnstile-server_error = Turnstile answered with an error of its server.
turnstile-internal_error = Turnstile reported an internal error.
turnstile-wrong_secret = Turnstile refused the secret: check TURNSTILE_SECRET.
turnstile-passed = Taken without it since { $since }: { $n }, the latest at { $latest }.

# The columns of an export.
export-id = Response
export-rev = Revision
export-survey = Survey
export-version = Survey version
export-audience = Audience
export-source = Source
export-status = Status
export-flag = Why set aside
export-decision = Decision
export-event = Event
export-event_raw = Event by the link
export-manager = Manager
export-client = Client
export-touchpoint = Touchpoint
export-channel = Channel
export-locale = Language
export-received_at = Received (UTC)
export-received_local = Received, local time
export-day = Day
