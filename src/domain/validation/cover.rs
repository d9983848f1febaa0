//! Section 2, first half: date, period and contacts of the cover page.

use chrono::{Datelike, Months, NaiveDate};

use super::case::Case;
use super::finding::{Findings, Parameter, quoted};
use crate::domain::report::{Contact, WrittenDate, is_blank, says};

/// The date of submission is a date.
pub(super) fn g_10(case: &Case<'_>, found: &mut Findings<'_>) {
    if let Some(written) = case.report.submitted_on.as_ref().filter(|written| written.day.is_none()) {
        found.add("submitted_on", [("given", quoted(&written.written))]);
    }
}

/// It is neither in the future nor before the State became a party.
pub(super) fn g_11(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(day) = case.report.submitted_day() else { return };
    let (register, party) = (case.reference.register, case.report.party);
    let joined_on = register.periods(party, register.convention()).first().map(|period| period.deposited_on);
    let reason = if day > case.read_on {
        "future"
    } else if joined_on.is_some_and(|joined_on| day < joined_on) {
        "before_joining"
    } else {
        return;
    };
    found.add("submitted_on", [("state", party.into()), ("date", day.into()), ("reason", reason.into())]);
}

/// The period has a first and a last day, in this order.
pub(super) fn g_12(case: &Case<'_>, found: &mut Findings<'_>) {
    let period = &case.report.period;
    if period.from.is_none() && period.to.is_none() {
        return found.add("period", [("reason", "missing".into()), ("given", quoted(""))]);
    }
    let mut whole = true;
    for (place, end) in [("period.from", &period.from), ("period.to", &period.to)] {
        let given = end.as_ref().map_or("", |written| written.written.as_str());
        if end.as_ref().and_then(|written| written.day).is_none() {
            let reason = if is_blank(given) { "missing" } else { "no_date" };
            found.add(place, [("reason", reason.into()), ("given", quoted(given))]);
            whole = false;
        }
    }
    if whole && period.days().is_some_and(|(from, to)| from >= to) {
        let given = period.to.as_ref().map_or("", |written| written.written.as_str());
        found.add("period", [("reason", "order".into()), ("given", quoted(given))]);
    }
}

/// Its length is that of a year, more or less.
pub(super) fn g_13(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some((from, to)) = case.report.period.days().filter(|(from, to)| from < to) else { return };
    let months = months_between(from, to);
    if months < found.limit("fewest_months") || months > found.limit("most_months") {
        found.add("period", [("months", months.into())]);
    }
}

/// Months that a period covers, rounded to the nearest.
fn months_between(from: NaiveDate, to: NaiveDate) -> i64 {
    let after = to.succ_opt().unwrap_or(to);
    let index = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let days = i64::from(after.day()) - i64::from(from.day());
    index(after) - index(from)
        + if days >= 15 {
            1
        } else if days <= -16 {
            -1
        } else {
            0
        }
}

/// It does not end after the date of submission, or that is meant.
pub(super) fn g_14(case: &Case<'_>, found: &mut Findings<'_>) {
    if let Some((from, to)) = case.report.period.days().filter(|(_, to)| *to > case.on)
        && from < to
    {
        found.add("period.to", [("end", to.into())]);
    }
}

/// It follows on the period of the last report.
pub(super) fn g_15(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some((from, _)) = case.report.period.days() else { return };
    let earlier = case.earlier(case.report.regime);
    let Some((_, last)) = earlier.iter().find_map(|other| other.period.days()) else { return };
    let next = last.succ_opt().unwrap_or(last);
    let (kind, span) = if from > next { ("gap", (next, from)) } else { ("overlap", (from, next)) };
    if (span.1 - span.0).num_days() > found.limit("most_days") {
        found.add("period.from", [("date", last.into()), ("days", Parameter::Span(span)), ("kind", kind.into())]);
    }
}

/// One contact at least, with its organization and a way to reach it.
pub(super) fn g_16(case: &Case<'_>, found: &mut Findings<'_>) {
    if !case.report.cover.contacts.iter().any(is_reachable_office) {
        found.add("cover.contacts", []);
    }
}

/// An organization with a way to reach it.
pub(super) fn is_reachable_office(contact: &Contact) -> bool {
    says(contact.organization.as_deref()) && has_channel(contact)
}

/// A way to reach somebody: an e-mail address or a telephone number.
pub(super) fn has_channel(contact: &Contact) -> bool {
    says(contact.email.as_deref()) || says(contact.telephone.as_deref())
}

fn emails<'c>(case: &'c Case<'_>) -> impl Iterator<Item = (String, &'c str)> {
    let contacts = case.report.cover.contacts.iter().enumerate();
    contacts.filter_map(|(place, contact)| {
        let email = contact.email.as_deref().map(str::trim).filter(|email| !is_blank(email))?;
        Some((format!("cover.contacts[{place}].email"), email))
    })
}

/// E-mail addresses are whole.
pub(super) fn g_17(case: &Case<'_>, found: &mut Findings<'_>) {
    for (place, email) in emails(case) {
        if !validator::ValidateEmail::validate_email(&email)
            || !email.rsplit('@').next().is_some_and(|d| d.contains('.'))
        {
            found.add(place, [("email", quoted(email))]);
        }
    }
}

/// Addresses are confirmed, and letters to them do not come back.
pub(super) fn g_18(case: &Case<'_>, found: &mut Findings<'_>) {
    let months = Months::new(found.limit("most_months").try_into().unwrap_or(12));
    let oldest = case.read_on.checked_sub_months(months).unwrap_or(NaiveDate::MIN);
    for (place, email) in emails(case) {
        let Some(mailbox) = case.seen.mailboxes.get(&email.to_lowercase()) else { continue };
        let (date, reason) = match (mailbox.bounced_on, mailbox.confirmed_on, mailbox.appointed_on) {
            (Some(bounced), ..) => (bounced.into(), "bounced"),
            (None, None, None) => ("never".into(), "never_confirmed"),
            (None, confirmed, appointed) if confirmed.max(appointed) >= Some(oldest) => continue,
            (None, Some(confirmed), _) => (confirmed.into(), "unconfirmed"),
            (None, None, Some(appointed)) => (appointed.into(), "appointed"),
        };
        found.add(place, [("email", quoted(email)), ("date", date), ("reason", reason.into())]);
    }
}

/// One address is that of an office, besides those of people.
pub(super) fn g_19(case: &Case<'_>, found: &mut Findings<'_>) {
    let is_personal = |contact: &Contact| {
        let email = contact.email.as_deref().unwrap_or_default().to_lowercase();
        let mailbox = email.split('@').next().unwrap_or_default();
        let name = contact.name.as_deref().unwrap_or_default().to_lowercase();
        let mut parts = name.split(|letter: char| !letter.is_alphanumeric()).filter(|part| part.chars().count() > 2);
        parts.any(|part| mailbox.contains(part)) || case.reference.lexicon.is_private_mailbox(&email)
    };
    let with_email: Vec<_> = case.report.cover.contacts.iter().filter(|c| says(c.email.as_deref())).collect();
    if !with_email.is_empty() && with_email.into_iter().all(is_personal) {
        found.add("cover.contacts", []);
    }
}

/// Telephone numbers begin with the country code.
pub(super) fn g_20(case: &Case<'_>, found: &mut Findings<'_>) {
    for (place, contact) in case.report.cover.contacts.iter().enumerate() {
        let Some(number) = contact.telephone.as_deref().filter(|number| !is_blank(number)) else { continue };
        // Some offices give two numbers in one line.
        for number in number.split(['/', ';', ',']).map(str::trim).filter(|number| !number.is_empty()) {
            let digits = number.chars().filter(char::is_ascii_digit).count();
            let is_international = number.starts_with('+') || number.starts_with("00") || number.starts_with("(+");
            if !is_international || !(7..=17).contains(&digits) {
                found.add(format!("cover.contacts[{place}].telephone"), [("number", quoted(number))]);
            }
        }
    }
}

/// What is written for a date, where it is no date.
pub(super) fn no_date(written: Option<&WrittenDate>) -> Option<&str> {
    written.filter(|written| written.day.is_none()).map(|written| written.written.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::day;

    #[test]
    fn a_period_is_counted_in_whole_months() {
        for (from, to, months) in [
            (day(2021, 1, 1), day(2021, 12, 31), 12),
            (day(2012, 4, 1), day(2013, 3, 31), 12),
            (day(2006, 8, 31), day(2007, 8, 31), 12),
            (day(2026, 1, 1), day(2026, 5, 31), 5),
            (day(2026, 1, 15), day(2026, 1, 16), 0),
            (day(2024, 2, 29), day(2025, 8, 31), 18),
        ] {
            assert_eq!(months_between(from, to), months, "{from} {to}");
        }
    }

    proptest! {
        #[test]
        fn a_longer_period_never_counts_fewer_months(from in 0i32..40_000, a in 1i32..2_000, b in 1i32..2_000) {
            let on = |days| NaiveDate::from_epoch_days(days).unwrap();
            let (short, long) = (a.min(b), a.max(b));
            // Rounding may put two ends of one month a step apart.
            prop_assert!(short + 20 > long || months_between(on(from), on(from + short)) <= months_between(on(from), on(from + long)));
            let days = f64::from(long);
            let months = f64::from(i32::try_from(months_between(on(from), on(from + long))).unwrap());
            prop_assert!((days / 30.44 - months).abs() < 1.2, "{days} days, {months} months");
        }
    }
}
