//! Forms of a report with their answers: texts word for word, figures in tables.

use serde::Serialize;
use serde_json::Value;

use super::letters::{in_cell, paragraphs};
use crate::domain::regime::{Column, Field, FieldKind, Form};
use crate::domain::report::{Amount, Law, Opening, Report};
use crate::text::{Text, direction, form_state, grouped, law_status, said};

/// Columns that fit on a page; where a table has more, each of its rows stands by itself.
const MOST_COLUMNS: usize = 5;

#[derive(Serialize)]
pub(super) struct FormView {
    name: String,
    title: String,
    state: String,
    mandate: String,
    answers: Vec<AnswerView>,
}

#[derive(Serialize, Default)]
struct AnswerView {
    /// Empty over values that say themselves what they are.
    label: String,
    /// Paragraphs of lines, in the State's words.
    lines: Vec<Vec<String>>,
    /// That there is nothing to report, in the portal's words.
    said: String,
    figures: Option<Figures>,
}

/// Rows below a head, or records of labels and values.
#[derive(Serialize, Default)]
struct Figures {
    head: Vec<String>,
    numeric: Vec<bool>,
    rows: Vec<Vec<String>>,
    records: Vec<Vec<(String, String)>>,
}

/// What a column is called, and whether it holds numbers.
type Head = (String, bool);

/// A form as far as it is open; of one that is withheld no more than its title.
pub(super) fn form(t: &Text, report: &Report, opening: &Opening, form: &Form) -> FormView {
    let is_open = opening.shows_form(&form.letter);
    let fields = form.fields.iter().filter(|_| is_open);
    let answers = fields.filter_map(|field| Some((field, answer(t, report, &form.letter, field)?)));
    FormView {
        name: t.with("document-of-form", "letter", form.letter.as_str()),
        title: form.title.in_language(t.language()).to_owned(),
        state: if is_open { form_state(t, report, opening, form) } else { t.say("form-withheld") },
        mandate: form.mandate.in_language(t.language()).to_owned(),
        answers: gathered(t, form, answers),
    }
}

/// The answers of a form: single values that follow each other stand in one table, below what asks for them together.
fn gathered<'f>(t: &Text, form: &Form, answers: impl Iterator<Item = (&'f Field, Answer)>) -> Vec<AnswerView> {
    let mut views: Vec<AnswerView> = Vec::new();
    let mut block = None;
    for (field, answer) in answers {
        let value = match answer {
            Answer::Words(view) => {
                views.push(view);
                block = None;
                continue;
            }
            Answer::Value(value) => (field.label.in_language(t.language()).to_owned(), value),
        };
        let own = Some(field.block.as_deref());
        match views.last_mut().and_then(|view| view.figures.as_mut()?.records.last_mut()) {
            Some(values) if block == own => values.push(value),
            _ => {
                let title = form.block_of(field).map(|block| block.title.in_language(t.language()).to_owned());
                let figures = Some(Figures { records: vec![vec![value]], ..Figures::default() });
                views.push(AnswerView { label: title.unwrap_or_default(), figures, ..AnswerView::default() });
            }
        }
        block = own;
    }
    views
}

/// What answers a field.
enum Answer {
    /// Words or a table, which want a heading.
    Words(AnswerView),
    /// One value.
    Value(String),
}

fn answer(t: &Text, report: &Report, letter: &str, field: &Field) -> Option<Answer> {
    let text = match (field.kind, report.entries(field)) {
        (FieldKind::Table | FieldKind::Law | FieldKind::Amount, _) | (_, None) => report.text(letter, &field.key),
        (FieldKind::Text | FieldKind::LongText, Some(text)) => text.as_str().unwrap_or_default(),
        (_, Some(value)) => {
            let value = said(t, Some(field.slot()), value);
            return (!value.is_empty()).then_some(Answer::Value(value));
        }
    };
    let (figures, lines) = (figures(t, report, field), paragraphs(text));
    let is_nothing = report.answer(letter, &field.key).is_some_and(|given| given.nothing_to_report);
    let is_blank = lines.is_empty() && figures.is_none();
    let said = if is_blank && is_nothing { t.say("field-nothing-to-report") } else { String::new() };
    let label = field.label.in_language(t.language()).to_owned();
    (!is_blank || !said.is_empty()).then_some(Answer::Words(AnswerView { label, lines, said, figures }))
}

fn figures(t: &Text, report: &Report, field: &Field) -> Option<Figures> {
    match field.kind {
        FieldKind::Law => table(laws_head(t), report.laws.iter().map(|one| law(t, one))),
        FieldKind::Amount if field.key == "funding" => {
            table(amounts_head(t), report.funding.iter().map(|one| amount(t, one)))
        }
        FieldKind::Amount => table(amounts_head(t), report.funding_by_recipient.iter().map(|one| amount(t, one))),
        FieldKind::Table => of_table(t, field, report.entries(field)?),
        _ => None,
    }
}

fn of_table(t: &Text, field: &Field, value: &Value) -> Option<Figures> {
    match value {
        Value::Array(rows) => {
            let head = field.columns.iter().map(|column| head(t, column));
            let head = head.chain([(t.say("document-other"), false)]);
            table(head.collect(), rows.iter().map(|row| record(t, &field.columns, row)))
        }
        one => {
            let labels = field.columns.iter().map(|column| head(t, column).0).chain([t.say("document-other")]);
            records([labels.zip(record(t, &field.columns, one)).collect()])
        }
    }
}

fn head(t: &Text, column: &Column) -> Head {
    (column.label.in_language(t.language()).to_owned(), column.kind == FieldKind::Number)
}

/// The values of the columns, then in one what no column knows.
fn record(t: &Text, columns: &[Column], record: &Value) -> Vec<String> {
    let value = |column: &Column| {
        let place = format!("/{}", column.key.replace('.', "/"));
        record.pointer(&place).map(|value| said(t, Some(column.slot()), value)).unwrap_or_default()
    };
    let mut rest = record.clone();
    for column in columns {
        let mut steps = column.key.split('.').collect::<Vec<_>>();
        let last = steps.pop().unwrap_or_default();
        let below = steps.iter().try_fold(&mut rest, |at, step| at.get_mut(*step));
        if let Some(members) = below.and_then(Value::as_object_mut) {
            members.remove(last);
        }
    }
    columns.iter().map(value).chain([said(t, None, &rest)]).collect()
}

/// Without the columns in which nothing stands.
fn table(head: Vec<Head>, rows: impl Iterator<Item = Vec<String>>) -> Option<Figures> {
    let rows: Vec<Vec<String>> = rows.filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
    let is_used = |place: usize| rows.iter().any(|row| row.get(place).is_some_and(|cell| !cell.is_empty()));
    let used: Vec<bool> = (0..head.len()).map(is_used).collect();
    let kept = |row: Vec<String>| row.into_iter().zip(&used).filter(|(_, used)| **used).map(|(cell, _)| cell);
    let (labels, numeric): (Vec<String>, Vec<bool>) =
        head.into_iter().zip(&used).filter(|(_, used)| **used).map(|(head, _)| head).unzip();
    if labels.len() > MOST_COLUMNS {
        return records(rows.into_iter().map(|row| labels.iter().cloned().zip(kept(row)).collect()));
    }
    let rows: Vec<Vec<_>> = rows.into_iter().map(|row| kept(row).map(|cell| in_cell(&cell)).collect()).collect();
    (!rows.is_empty()).then(|| Figures { head: labels, numeric, rows, records: Vec::new() })
}

fn records(all: impl IntoIterator<Item = Vec<(String, String)>>) -> Option<Figures> {
    let said = |record: Vec<(String, String)>| record.into_iter().filter(|(_, value)| !value.is_empty());
    let records = all.into_iter().map(|record| said(record).collect::<Vec<_>>());
    let records: Vec<_> = records.filter(|record| !record.is_empty()).collect();
    (!records.is_empty()).then(|| Figures { records, ..Figures::default() })
}

fn laws_head(t: &Text) -> Vec<Head> {
    let keys = ["title", "number", "adopted-on", "in-force-on", "status", "penal-provision", "link"];
    keys.into_iter().map(|key| (t.say(&format!("field-{key}")), false)).collect()
}

fn law(t: &Text, law: &Law) -> Vec<String> {
    let [adopted, in_force] = [&law.adopted_on, &law.in_force_on].map(|date| date.as_ref().map(|date| t.written(date)));
    let parts = [&law.title, &law.number, &adopted, &in_force, &law_status(t, law), &law.penal_provision, &law.link];
    parts.map(|part| part.clone().unwrap_or_default()).into()
}

fn amounts_head(t: &Text) -> Vec<Head> {
    let keys = ["direction", "amount", "currency", "year", "channel", "recipient", "project", "in-kind"];
    keys.into_iter().map(|key| (t.say(&format!("field-{key}")), key == "amount")).collect()
}

fn amount(t: &Text, amount: &Amount) -> Vec<String> {
    let how_much = amount.amount.map(grouped);
    let year = amount.year.map(|year| year.to_string());
    let in_kind = amount.in_kind.then(|| t.say("option-yes"));
    let money = [direction(t, amount), how_much, amount.currency.clone(), year];
    let whom = [amount.channel.clone(), amount.recipient.clone(), amount.project.clone(), in_kind];
    money.into_iter().chain(whom).map(Option::unwrap_or_default).collect()
}
