//! Everything a person reads: the Fluent catalogue of each language.
//!
//! The domain speaks codes; pages, letters and the command line turn them into sentences
//! here. Catalogues live in `templates/text/`, one file a language; English ships first.

mod findings;
mod reported;

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast;
use unic_langid::langid;

pub use findings::{finding_sentence, grouped, item_state, odds_sentence, rule_sentences, untaken_sentence};
pub use reported::{
    availability, cover_table, direction, figures, filing, form_state, in_groups, joined, law_status, note, period,
    said,
};

use crate::domain::access::Role;
use crate::domain::calendar::{Asked, DueDate, ReportKind};
use crate::domain::code::{InstrumentCode, RegimeCode};
use crate::domain::report::WrittenDate;

const ENGLISH: &str = include_str!("../templates/text/en.ftl");

/// One language's sentences.
pub struct Text {
    bundle: FluentBundle<FluentResource>,
    /// Sentences without parameters, by key: most of what a page says, a thousand times on a long one.
    plain: HashMap<String, String>,
    language: &'static str,
    /// The catalogue as written, for lists of all that can be said.
    source: &'static str,
    months: [String; 12],
    months_short: [String; 12],
    date: DatePattern,
    date_short: DatePattern,
    date_day_month: DatePattern,
    date_month_year: DatePattern,
}

/// How the language writes a date, taken from its catalogue once: a table of dates asks for it a thousand times.
#[derive(Default)]
struct DatePattern(Vec<DatePart>);

enum DatePart {
    Day,
    Month,
    Year,
    Between(String),
}

impl DatePattern {
    /// Control characters stand for the parts, so that the sentence can be cut at them.
    const PARTS: [(&'static str, &'static str); 3] = [("day", "\u{1}"), ("month", "\u{2}"), ("year", "\u{3}")];

    fn of(text: &Text, key: &str) -> Self {
        let marked = text.with_all(key, Self::PARTS.map(|(name, mark)| (name, mark.into())));
        let mut parts = Vec::new();
        for piece in marked.split_inclusive(['\u{1}', '\u{2}', '\u{3}']) {
            let between = piece.trim_end_matches(['\u{1}', '\u{2}', '\u{3}']);
            if !between.is_empty() {
                parts.push(DatePart::Between(between.to_owned()));
            }
            match piece.chars().last() {
                Some('\u{1}') => parts.push(DatePart::Day),
                Some('\u{2}') => parts.push(DatePart::Month),
                Some('\u{3}') => parts.push(DatePart::Year),
                _ => {}
            }
        }
        Self(parts)
    }

    fn write(&self, day: NaiveDate, months: &[String; 12]) -> String {
        let month = usize::try_from(day.month0()).ok().and_then(|month| months.get(month));
        let mut date = String::new();
        for part in &self.0 {
            // Writing to a string cannot fail.
            let _ = match part {
                DatePart::Day => write!(date, "{}", day.day()),
                DatePart::Month => write!(date, "{}", month.map_or("", String::as_str)),
                DatePart::Year => write!(date, "{}", day.year()),
                DatePart::Between(text) => write!(date, "{text}"),
            };
        }
        date
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Text({})", self.language)
    }
}

impl Text {
    /// The English catalogue.
    pub fn english() -> &'static Self {
        static TEXT: LazyLock<Text> = LazyLock::new(|| Text::parse("en", ENGLISH));
        &TEXT
    }

    /// Reads a catalogue; a line that cannot be read is left out, which a test notices.
    fn parse(language: &'static str, source: &'static str) -> Self {
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(readable, _errors)| readable);
        let plain = resource.entries().filter_map(plain_sentence).collect();
        let tag = language.parse().unwrap_or(langid!("en"));
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Isolation marks serve mixed directions; pages isolate names with <bdi> instead,
        // so that text can be copied and searched without invisible characters.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        let mut text = Self {
            bundle,
            plain,
            language,
            source,
            months: Default::default(),
            months_short: Default::default(),
            date: DatePattern::default(),
            date_short: DatePattern::default(),
            date_day_month: DatePattern::default(),
            date_month_year: DatePattern::default(),
        };
        let words = |message: &str| -> [String; 12] {
            let mut words = message.split_whitespace().map(str::to_owned);
            std::array::from_fn(|_| words.next().unwrap_or_default())
        };
        text.date = DatePattern::of(&text, "date");
        text.date_short = DatePattern::of(&text, "date-short");
        text.date_day_month = DatePattern::of(&text, "date-day-month");
        text.date_month_year = DatePattern::of(&text, "date-month-year");
        (text.months, text.months_short) = (words(&text.say("months")), words(&text.say("months-short")));
        text
    }

    /// BCP 47 tag of the language, for `lang`.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// The sentence for the key.
    pub fn say(&self, key: &str) -> String {
        self.plain.get(key).cloned().unwrap_or_else(|| self.format(key, None))
    }

    /// The sentence with one parameter.
    pub fn with<'a>(&self, key: &str, name: &'a str, value: impl Into<FluentValue<'a>>) -> String {
        self.with_all(key, [(name, value.into())])
    }

    /// The sentence with several parameters.
    pub fn with_all<'a>(&self, key: &str, parameters: impl IntoIterator<Item = (&'a str, FluentValue<'a>)>) -> String {
        let arguments: FluentArgs<'a> = parameters.into_iter().collect();
        self.format(key, Some(&arguments))
    }

    /// A key that is not in the catalogue shows itself: a test finds every such key
    /// before a reader does.
    fn format(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        let Some(pattern) = pattern else {
            tracing::error!(key, language = self.language, "text key is missing");
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let sentence = self.bundle.format_pattern(pattern, arguments, &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(key, language = self.language, ?errors, "text key lacks a parameter");
        }
        sentence
    }

    /// `31 March 2027`.
    pub fn date(&self, day: NaiveDate) -> String {
        self.date.write(day, &self.months)
    }

    /// A date of a report: as the language writes dates, or as the State wrote it where it is none.
    pub fn written(&self, date: &WrittenDate) -> String {
        date.day.map_or_else(|| date.written.clone(), |day| self.date(day))
    }

    /// An area in square metres, and from a tenth of a square kilometre on in those too.
    pub fn area(&self, metres: f64) -> String {
        let size = grouped(metres);
        if metres < 100_000.0 {
            return self.with("area-small", "metres", size);
        }
        self.with_all("area-large", [("metres", size.into()), ("kilometres", grouped(metres / 1e6).into())])
    }

    /// `31 March 2027, 13:32:08 UTC`.
    pub fn instant(&self, instant: DateTime<Utc>) -> String {
        let time = instant.format("%H:%M:%S").to_string();
        self.with_all("instant", [("date", self.date(instant.date_naive()).into()), ("time", time.into())])
    }

    /// `31 March 2027, 15:32:08 in Geneva`, of what clocks there show.
    pub fn office_time(&self, shown: NaiveDateTime) -> String {
        let time = shown.format("%H:%M:%S").to_string();
        self.with_all("office-time", [("date", self.date(shown.date()).into()), ("time", time.into())])
    }

    /// `31 Mar 2027`, for tables.
    pub fn date_short(&self, day: NaiveDate) -> String {
        self.date_short.write(day, &self.months_short)
    }

    /// `31 March`.
    pub fn day_month(&self, day: NaiveDate) -> String {
        self.date_day_month.write(day, &self.months)
    }

    /// `12 days`, and where it is long `about 13 months` or `about 20 years`: the time from one day to a later one.
    pub fn span(&self, from: NaiveDate, to: NaiveDate) -> String {
        const MONTHS_LONG: i64 = 24;
        let (month_of, day_of) = (|day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0()), to.day());
        let months = month_of(to) - month_of(from) - i64::from(day_of < from.day());
        match months {
            ..2 => self.with("span-days", "count", (to - from).num_days()),
            2..MONTHS_LONG => self.with("span-months", "count", months),
            _ => self.with("span-years", "count", months / 12),
        }
    }

    /// `March 2027`.
    pub fn month_year(&self, day: NaiveDate) -> String {
        self.date_month_year.write(day, &self.months)
    }

    /// `Wednesday`.
    pub fn weekday(&self, day: NaiveDate) -> String {
        let weekdays = self.say("weekdays");
        let index = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or_default();
        weekdays.split_whitespace().nth(index).unwrap_or_default().to_owned()
    }

    /// `one`, `one and two`, `one, two and three`.
    pub fn list(&self, items: &[String]) -> String {
        self.joined("list", items)
    }

    /// What somebody holds, in running text: *deputy focal point of Switzerland*, *desk officer of the secretariat*. The
    /// role is its key in data.
    pub fn role_held(&self, role: &str, state: &str) -> String {
        self.with_all("role-held", [("role", role.into()), ("state", state.into())])
    }

    /// The name of a language by its BCP 47 tag; the tag where it has no name here.
    pub fn language_name(&self, tag: &str) -> String {
        let key = format!("language-{tag}");
        if self.knows(&key) { self.say(&key) } else { tag.to_owned() }
    }

    /// `one`, `one or two`, `one, two or three`.
    pub fn either(&self, items: &[String]) -> String {
        self.joined("either-list", items)
    }

    fn joined(&self, key: &str, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => self
                .with_all(key, [("items", first.join(&self.say("list-comma")).into()), ("last", last.as_str().into())]),
        }
    }

    /// Name of an instrument in running text: *Amended Protocol II*.
    pub fn instrument(&self, code: InstrumentCode) -> String {
        self.of_code("instrument", code.as_str(), "name")
    }

    /// A text about an instrument: its `title`, `subject`, `short` name.
    pub fn of_instrument(&self, code: InstrumentCode, what: &str) -> String {
        self.of_code("instrument", code.as_str(), what)
    }

    /// Name of a role: *National focal point*.
    pub fn role(&self, role: Role) -> String {
        self.say(&format!("role-{}", role.key().replace('_', "-")))
    }

    /// Name of a regime: *Protocol V*.
    pub fn regime(&self, code: RegimeCode) -> String {
        self.of_code("regime", code.as_str(), "name")
    }

    /// A text about a regime.
    pub fn of_regime(&self, code: RegimeCode, what: &str) -> String {
        self.of_code("regime", code.as_str(), what)
    }

    fn of_code(&self, kind: &str, code: &str, what: &str) -> String {
        self.say(&format!("{kind}-{}-{what}", code.to_ascii_lowercase()))
    }

    /// Whether the catalogue knows the key; for tests over data-driven keys.
    pub fn knows(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }
}

fn plain_sentence(entry: &ast::Entry<&str>) -> Option<(String, String)> {
    let ast::Entry::Message(message) = entry else { return None };
    match message.value.as_ref()?.elements.as_slice() {
        [ast::PatternElement::TextElement { value }] => Some((message.id.name.to_owned(), (*value).to_owned())),
        _ => None,
    }
}

/// Why a report is asked for, as said on a day: since when the instrument binds the State, and on what ground.
pub fn asked_reason(text: &Text, asked: &Asked, state: &str, today: NaiveDate) -> String {
    let report = asked.report();
    let since = text.with_all(
        if report.bound_since <= today { "reason-bound" } else { "reason-will-be-bound" },
        [
            ("instrument", text.of_instrument(report.instrument, "opening").into()),
            ("state", state.into()),
            ("since", text.date(report.bound_since).into()),
        ],
    );
    let date = || report.due.on().map(|day| text.date(day)).unwrap_or_default();
    let when = match (asked, report.due) {
        (Asked::ServedBy(_), _) => text.with("reason-served", "date", date()),
        (_, DueDate::BeforeMeeting(day)) => text.with("reason-before-meeting", "month", text.month_year(day)),
        (_, DueDate::On(day)) if report.kind == ReportKind::Initial => {
            text.with("reason-initial", "days", (day - report.bound_since).num_days())
        }
        _ => String::new(),
    };
    let also = report.serves_also.filter(|_| matches!(asked, Asked::Report(_)));
    let also = also.map(|cycle| text.with("reason-serves-also", "cycle", cycle.to_string())).unwrap_or_default();
    let later =
        report.initial_on.map(|day| text.with("reason-initial-later", "date", text.date(day))).unwrap_or_default();
    let ground = text.of_regime(report.regime, "ground-sentence");
    [since, ground, when, also, later].iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::day;

    #[test]
    fn the_catalogue_can_be_read_to_its_end() {
        let errors = FluentResource::try_new(ENGLISH.to_owned()).err().map(|(_, errors)| errors);
        assert_eq!(errors, None);
    }

    #[test]
    fn dates_are_written_out() {
        let text = Text::english();
        assert_eq!(text.date(day(2027, 3, 31)), "31 March 2027");
        assert_eq!(text.date_short(day(2025, 1, 9)), "9 Jan 2025");
        assert_eq!(text.day_month(day(2027, 3, 31)), "31 March");
        assert_eq!(text.month_year(day(2007, 11, 7)), "November 2007");
        assert_eq!(text.weekday(day(2027, 3, 31)), "Wednesday");
    }

    #[test]
    fn a_long_time_is_said_in_months_and_years() {
        let text = Text::english();
        for (to, said) in [
            (day(2026, 4, 1), "one day"),
            (day(2026, 5, 29), "59 days"),
            (day(2026, 5, 31), "about 2 months"),
            (day(2028, 3, 30), "about 23 months"),
            (day(2038, 11, 19), "about 12 years"),
        ] {
            assert_eq!(text.span(day(2026, 3, 31), to), said);
        }
    }

    #[test]
    fn a_missing_key_shows_itself() {
        assert_eq!(Text::english().say("no-such-key"), "no-such-key");
    }
}
