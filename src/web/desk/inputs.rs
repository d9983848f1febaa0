//! A section's questions as a page shows them: guidance, inputs, what is typed, what the rules say.

use std::collections::BTreeMap;

use super::labels::{entry_add, entry_title, last_of, own_label};
use super::period::asked_of_period;
use super::places::anchor;
use super::question::{Asked, Entry, InputView, OptionView, Question, Remarks, shared_hint};
use super::reuse::Offers;
use crate::domain::checklist::Obligations;
use crate::domain::draft::{
    Answers, ENTRIES_MAX, FieldName, Input, Section, fields_of, nothing_in_period, read_number, square_metres,
};
use crate::domain::regime::{Field, Form, FormSet, Words};
use crate::domain::report::{OFFICIAL_LANGUAGES, OTHER_LANGUAGES};
use crate::text::{Text, grouped};

/// The fields of a form that are its line of the summary sheet.
pub(super) fn line_fields(form: &Form, set: &FormSet, obligations: &Obligations) -> Vec<FieldName> {
    let begin = format!("summary.{}.", form.letter);
    let mut fields = fields_of(&Section::Form(form.letter.clone()), set, obligations);
    fields.retain(|field| field.name.starts_with(&begin));
    fields
}

/// Makes the questions of a section.
pub(super) struct Asking<'a> {
    pub(super) t: &'static Text,
    pub(super) set: &'a FormSet,
    pub(super) obligations: &'a Obligations,
    pub(super) answers: &'a Answers,
    pub(super) remarks: &'a Remarks,
    /// The group that gets one more blank entry.
    pub(super) add: Option<&'a str>,
    /// The newest cycle an unchanged form can point back to.
    pub(super) earlier: Option<i32>,
    /// Nothing is known of an earlier report, so that words of a form are new.
    pub(super) is_first: bool,
    /// It is the first report that is asked for, which is complete.
    pub(super) is_initial: bool,
    /// A correction or an update says why it is filed.
    pub(super) asks_why: bool,
}

impl Asking<'_> {
    pub(super) fn questions(&self, section: &Section) -> Vec<Question> {
        match section {
            Section::Cover => self.cover(),
            Section::Form(letter) => self.set.form(letter).map(|form| self.form(form)).unwrap_or_default(),
            Section::Profile => self.profile(),
        }
    }

    fn cover(&self) -> Vec<Question> {
        let fields = fields_of(&Section::Cover, self.set, self.obligations);
        let said = |key: &str| self.set.cover.iter().find(|field| field.key == key).map(Asked::field);
        let own = |id: &str, key: &str, begin: &[&str]| {
            let own: Vec<_> = fields
                .iter()
                .filter(|field| begin.iter().any(|begin| field.at(0).starts_with(begin)))
                .cloned()
                .collect();
            self.question(id, said(key), own)
        };
        let mut language = own("language", "language", &["language", "translated_summary"]);
        language.title = self.t.say("question-language");
        language.guidance = self.t.say("question-language-about");
        let mut why = own("reason", "reason", &["reason"]);
        why.title = self.t.say("question-why");
        let mut questions = if self.asks_why { vec![why] } else { Vec::new() };
        questions.extend([
            own("cover.contacts", "contacts", &["cover.contacts"]),
            own("period", "period", &["period."]),
            own("cover.availability", "availability", &["cover.availability"]),
            own("cover.note_verbale", "note_verbale", &["cover.note_verbale"]),
        ]);
        let tables = self.set.cover_tables();
        questions.extend(tables.map(|table| own(&table.place(""), &table.key, &[&format!("{}.", table.place(""))])));
        questions.push(language);
        questions
    }

    /// The line of the summary sheet about a form.
    pub(super) fn line(&self, form: &Form) -> Question {
        let begin = format!("summary.{}", form.letter);
        let mut since = self.question(&begin, None, line_fields(form, self.set, self.obligations));
        let (title, guidance) = match self.earlier {
            _ if self.is_initial => ("question-since-none", self.t.say("question-since-initial")),
            Some(cycle) => ("question-since", self.t.with("question-since-earlier", "cycle", cycle.to_string())),
            None => ("question-since-none", self.t.say("question-since-first")),
        };
        (since.title, since.guidance) = (self.t.say(title), guidance);
        if self.is_first {
            since.guidance = [since.guidance, self.t.say("question-since-by-itself")].join(" ");
        }
        let tick = nothing_in_period(form);
        if let Some(input) = since.inputs.iter_mut().find(|input| input.name == tick) {
            input.hint = asked_of_period(self.t, form);
            since.guidance = [since.guidance, self.t.say("question-since-period")].join(" ");
        }
        since
    }

    fn form(&self, form: &Form) -> Vec<Question> {
        let fields = fields_of(&Section::Form(form.letter.clone()), self.set, self.obligations);
        let own = |field: &Field| {
            let place = field.place(&form.letter);
            let is_own = move |name: &&FieldName| {
                let whole = name.group.as_deref().unwrap_or(&name.name);
                whole.strip_prefix(&place).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            fields.iter().filter(is_own).cloned().collect::<Vec<_>>()
        };
        let mut questions = vec![self.line(form)];
        for together in form.fields.chunk_by(|one, next| one.block.is_some() && one.block == next.block) {
            let Some(first) = together.first() else { continue };
            let place = first.place(&form.letter);
            let asked = form.block_of(first).map_or_else(|| Asked::field(first), Asked::block);
            questions.push(self.question(&place, Some(asked), together.iter().flat_map(own).collect()));
        }
        questions
    }

    fn profile(&self) -> Vec<Question> {
        let fields = fields_of(&Section::Profile, self.set, self.obligations);
        let facts = self.obligations.conditions().iter().zip(fields);
        facts
            .map(|(fact, field)| {
                let mut question = self.question(&format!("profile.{}", fact.key), None, vec![field]);
                question.title = fact.question.in_language(self.t.language()).to_owned();
                if let Some(input) = question.inputs.first_mut() {
                    input.label.clone_from(&question.title);
                }
                question
            })
            .collect()
    }

    fn question(&self, place: &str, asked: Option<Asked<'_>>, fields: Vec<FieldName>) -> Question {
        let (grouped, single): (Vec<_>, Vec<_>) = fields.into_iter().partition(|field| field.group.is_some());
        let words = |words: Option<&Words>| {
            words.map(|words| words.in_language(self.t.language()).to_owned()).unwrap_or_default()
        };
        let asked = asked.unwrap_or_default();
        let title = words(asked.title);
        let entries = if grouped.is_empty() { Vec::new() } else { self.entries(place, &grouped) };
        let mut inputs: Vec<_> = single.iter().map(|field| self.input(field, 0)).collect();
        // The question is the label of its own text.
        for input in inputs.iter_mut().filter(|input| input.kind == "text" && input.label.is_empty()) {
            input.label.clone_from(&title);
        }
        inputs.iter_mut().for_each(|input| input.is_titled = input.label == title);
        let hint = shared_hint(&mut inputs);
        let shown = entries.first().map_or(&inputs, |entry| &entry.inputs);
        let is_close = asked.is_figures && shown.len() > 2 && shown.iter().all(|input| input.kind != "text");
        // Where an input has the place itself, a link to it leads to the input.
        let id = anchor(place);
        let id = if inputs.iter().any(|input| input.id == id) { format!("{id}-question") } else { id };
        Question {
            id,
            place: place.to_owned(),
            guidance: words(asked.guidance),
            example: words(asked.example),
            articles: asked.articles.unwrap_or_default().to_owned(),
            title,
            hint,
            is_close,
            is_folded: asked.is_folded,
            faults: self.at(&self.remarks.faults, place, &inputs, &entries),
            hints: self.at(&self.remarks.hints, place, &inputs, &entries),
            inputs,
            entries,
            group: grouped.first().and_then(|field| field.group.clone()).map(|group| {
                let add = entry_add(self.t, &group);
                (group, add)
            }),
            elsewhere: String::new(),
            offers: Offers::default(),
            before: None,
        }
    }

    /// What is said about the question as a whole: at its place, unless an input has that place.
    fn at<T: Clone>(
        &self,
        said: &BTreeMap<String, Vec<T>>,
        place: &str,
        inputs: &[InputView],
        entries: &[Entry],
    ) -> Vec<T> {
        let is_shown = |place: &str| {
            inputs.iter().any(|input| input.name == place)
                || entries.iter().any(|entry| entry.place == place || entry.inputs.iter().any(|own| own.name == place))
        };
        // Of the cover `availability` asks for `availability_forms` too.
        let goes_on =
            |rest: &str| rest.starts_with(['.', '[']) || (place.starts_with("cover.") && rest.starts_with('_'));
        let below = |at: &str| at == place || at.strip_prefix(place).is_some_and(goes_on);
        let own = said.iter().filter(|(at, _)| below(at) && !is_shown(at));
        own.flat_map(|(_, all)| all.iter().cloned()).collect()
    }

    fn entries(&self, group: &str, fields: &[FieldName]) -> Vec<Entry> {
        let is_blank = |entry: usize| {
            fields.iter().all(|field| self.answers.get(&field.at(entry)).is_none_or(|text| text.is_empty()))
        };
        let mut shown: Vec<usize> = (0..ENTRIES_MAX).filter(|entry| !is_blank(*entry)).collect();
        let free = (0..ENTRIES_MAX).find(|entry| is_blank(*entry) && shown.last().is_none_or(|last| entry > last));
        if (self.add == Some(group) || shown.is_empty())
            && let Some(free) = free
        {
            shown.push(free);
        }
        let entry = |(number, entry): (usize, usize)| {
            let place = format!("{group}[{entry}]");
            let number = i64::try_from(number + 1).unwrap_or_default();
            Entry {
                id: anchor(&place),
                title: entry_title(self.t, group, number),
                faults: self.remarks.faults.get(&place).cloned().unwrap_or_default(),
                hints: self.remarks.hints.get(&place).cloned().unwrap_or_default(),
                inputs: fields.iter().map(|field| self.input(field, entry)).collect(),
                is_blank: is_blank(entry),
                place,
            }
        };
        shown.into_iter().enumerate().map(entry).collect()
    }

    fn input(&self, field: &FieldName, entry: usize) -> InputView {
        let name = field.at(entry);
        let value = self.answers.get(&name).cloned().unwrap_or_default();
        let is_column =
            self.set.slot(&name).is_some() && self.set.fields().all(|(_, own)| own.at.as_ref() != Some(&name));
        // A field of the form set has the hint of its unit; `date` there is not the date of a note.
        let hint_key = match self.set.slot(&name) {
            Some(slot) => format!("unit-{}-hint", slot.unit.unwrap_or("none")),
            None => format!("field-{}-hint", last_of(&name)),
        };
        let clash = self.remarks.clashes.iter().find(|clash| clash.field == name);
        let said = |place: &str| self.remarks.faults.get(place).cloned().unwrap_or_default();
        let hinted = |place: &str| self.remarks.hints.get(place).cloned().unwrap_or_default();
        InputView {
            id: anchor(&name),
            label: own_label(self.t, self.set, &name),
            is_titled: false,
            hint: if self.t.knows(&hint_key) { self.t.say(&hint_key) } else { String::new() },
            shown_back: shown_back(self.t, &field.input, &value),
            kind: match field.input {
                Input::Line | Input::Date | Input::Number | Input::Count | Input::Area | Input::Year => "line",
                Input::Text => "text",
                Input::Tick => "tick",
                Input::Choice(_) if is_column => "select",
                Input::Choice(_) => "choice",
                Input::Letters => "letters",
                Input::Language => "language",
            },
            options: self.options(&field.input, &name, &value),
            faults: said(&name),
            hints: hinted(&name),
            theirs: clash.map(|clash| clash.theirs.clone()),
            name,
            value,
        }
    }

    fn options(&self, input: &Input, name: &str, value: &str) -> Vec<OptionView> {
        match input {
            Input::Choice(words) => {
                let slot = self.set.slot(name);
                let label = |word: &str| match slot.and_then(|slot| slot.word(word)) {
                    Some(known) => known.label.in_language(self.t.language()).to_owned(),
                    None => self.t.say(&format!("option-{}", word.replace('_', "-"))),
                };
                let option = |word: &String| OptionView {
                    label: label(word),
                    is_chosen: word == value,
                    value: word.clone(),
                    is_apart: false,
                };
                // Whoever chose by mistake can take it back.
                let none = slot.map(|_| OptionView {
                    value: String::new(),
                    label: self.t.say("option-none"),
                    is_chosen: value.is_empty(),
                    is_apart: false,
                });
                words.iter().map(option).chain(none).collect()
            }
            Input::Letters => {
                let option = |form: &Form| OptionView {
                    value: form.letter.clone(),
                    label: self.t.with_all(
                        "form-name",
                        [
                            ("letter", form.letter.as_str().into()),
                            ("title", form.title.in_language(self.t.language()).into()),
                        ],
                    ),
                    is_chosen: value.split_whitespace().any(|letter| letter == form.letter),
                    is_apart: false,
                };
                self.set.forms.iter().map(option).collect()
            }
            Input::Language => languages(self.t, value),
            _ => Vec::new(),
        }
    }
}

/// What was understood, where whoever typed it may have meant something else: an area in square metres, and in square
/// kilometres where it is large; a number of a thousand and more with its thousands apart.
fn shown_back(t: &Text, input: &Input, typed: &str) -> String {
    match input {
        Input::Area => square_metres(typed).map(|size| t.area(size)),
        Input::Number | Input::Count => read_number(typed)
            .filter(|number| *number >= 1e3)
            .map(|number| t.with("number-read", "number", grouped(number))),
        _ => None,
    }
    .unwrap_or_default()
}

/// The six languages first, then the others; a tag that is none of them stays what it is.
fn languages(t: &Text, value: &str) -> Vec<OptionView> {
    let option = |tag: &str, is_apart| OptionView {
        value: tag.to_owned(),
        label: t.language_name(tag),
        is_chosen: tag == value,
        is_apart,
    };
    let unsaid = OptionView { label: t.say("languages-unsaid"), ..option("", false) };
    let own = [unsaid].into_iter().chain(OFFICIAL_LANGUAGES.iter().map(|tag| option(tag, false)));
    let mut all: Vec<_> = own.chain(OTHER_LANGUAGES.iter().map(|tag| option(tag, true))).collect();
    if all.iter().all(|option| !option.is_chosen) {
        all.push(option(value, true));
    }
    all
}
