### English. Plain, courteous, exact; field terms as the secretariat uses them.
### No sentence judges a State: a report is due, invited, received, circulated, published.

## Dates and lists

instant = { $date }, { $time } UTC
months = January February March April May June July August September October November December
months-short = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
weekdays = Monday Tuesday Wednesday Thursday Friday Saturday Sunday
date = { $day } { $month } { $year }
date-short = { $day } { $month } { $year }
date-day-month = { $day } { $month }
date-month-year = { $month } { $year }
span-days = { $count ->
    [one] one day
   *[other] { $count } days
}
span-months = about { $count } months
span-years = about { $count } years
list = { $items } and { $last }
list-comma = ,{" "}
languages-unsaid = Not said
languages-other = Other languages
language-ar = Arabic
language-zh = Chinese
language-en = English
language-fr = French
language-ru = Russian
language-es = Spanish
language-sq = Albanian
language-hy = Armenian
language-az = Azerbaijani
language-be = Belarusian
language-bn = Bengali
language-bs = Bosnian
language-bg = Bulgarian
language-ca = Catalan
language-hr = Croatian
language-cs = Czech
language-da = Danish
language-nl = Dutch
language-et = Estonian
language-fi = Finnish
language-ka = Georgian
language-de = German
language-el = Greek
language-he = Hebrew
language-hi = Hindi
language-hu = Hungarian
language-is = Icelandic
language-id = Indonesian
language-ga = Irish
language-it = Italian
language-ja = Japanese
language-kk = Kazakh
language-km = Khmer
language-ko = Korean
language-ky = Kyrgyz
language-lo = Lao
language-lv = Latvian
language-lt = Lithuanian
language-mk = Macedonian
language-ms = Malay
language-mt = Maltese
language-mn = Mongolian
language-ne = Nepali
language-no = Norwegian
language-fa = Persian
language-pl = Polish
language-pt = Portuguese
language-ro = Romanian
language-sr = Serbian
language-si = Sinhala
language-sk = Slovak
language-sl = Slovenian
language-sw = Swahili
language-sv = Swedish
language-tg = Tajik
language-ta = Tamil
language-th = Thai
language-tr = Turkish
language-tk = Turkmen
language-uk = Ukrainian
language-ur = Urdu
language-uz = Uzbek
language-vi = Vietnamese

## Every page

site-mark = CCW
site-name = CCW national reports and register
site-short-name = National reports and register
site-treaty = Convention on Certain Conventional Weapons
skip = Skip to the content
demo-note = Demonstration on this machine. The register is real; every report is a sample or was written here, and none is a filing by a State. This is not an official site.
demo-label = About this demonstration
demo-letters = Letters it writes
nav-people = People
nav-main = Main
nav-breadcrumb = Breadcrumb
nav-home = Home
nav-parties = Parties
nav-instruments = Instruments
nav-help = Help
register-as-of = Register of participation as of { $date }, after the Depositary’s status pages.
footer-designations = The designations used imply no opinion on the legal status of any country, territory or authority.
footer-register = How the register is kept
footer-accessibility = Accessibility
footer-privacy = Privacy
footer-notice = About this site
search = Search
show = Show

## Instruments

instrument-ccw-name = Convention
instrument-ccw-inside = the Convention
instrument-ccw-opening = The Convention
instrument-ccw-short = Convention
instrument-ccw-column = Conv.
instrument-ccw-subject = Geneva, 10 October 1980
instrument-ccw-title = Convention on Prohibitions or Restrictions on the Use of Certain Conventional Weapons Which May Be Deemed to Be Excessively Injurious or to Have Indiscriminate Effects
instrument-p-i-name = Protocol I
instrument-p-i-inside = Protocol I
instrument-p-i-opening = Protocol I
instrument-p-i-short = Protocol I
instrument-p-i-column = I
instrument-p-i-subject = Non-detectable fragments
instrument-p-i-title = Protocol on Non-Detectable Fragments
instrument-p-ii-name = Protocol II
instrument-p-ii-inside = Protocol II
instrument-p-ii-opening = Protocol II
instrument-p-ii-short = Protocol II
instrument-p-ii-column = II
instrument-p-ii-subject = Mines, booby-traps and other devices, 1980
instrument-p-ii-title = Protocol on Prohibitions or Restrictions on the Use of Mines, Booby-Traps and Other Devices
instrument-p-iii-name = Protocol III
instrument-p-iii-inside = Protocol III
instrument-p-iii-opening = Protocol III
instrument-p-iii-short = Protocol III
instrument-p-iii-column = III
instrument-p-iii-subject = Incendiary weapons
instrument-p-iii-title = Protocol on Prohibitions or Restrictions on the Use of Incendiary Weapons
instrument-p-iv-name = Protocol IV
instrument-p-iv-inside = Protocol IV
instrument-p-iv-opening = Protocol IV
instrument-p-iv-short = Protocol IV
instrument-p-iv-column = IV
instrument-p-iv-subject = Blinding laser weapons
instrument-p-iv-title = Protocol on Blinding Laser Weapons
instrument-ap-ii-name = Amended Protocol II
instrument-ap-ii-inside = Amended Protocol II
instrument-ap-ii-opening = Amended Protocol II
instrument-ap-ii-short = Amended II
instrument-ap-ii-column = Am. II
instrument-ap-ii-subject = Mines, booby-traps and other devices, 3 May 1996
instrument-ap-ii-title = Protocol on Prohibitions or Restrictions on the Use of Mines, Booby-Traps and Other Devices as amended on 3 May 1996
instrument-a1-name = Article 1 as amended
instrument-a1-inside = the amendment of Article 1
instrument-a1-opening = The amendment of Article 1
instrument-a1-short = Amended Art. 1
instrument-a1-column = Art. 1
instrument-a1-subject = Internal armed conflicts, 21 December 2001
instrument-a1-title = Amendment of Article 1 of the Convention, which carries the Convention and its Protocols into armed conflicts not of an international character
instrument-p-v-name = Protocol V
instrument-p-v-inside = Protocol V
instrument-p-v-opening = Protocol V
instrument-p-v-short = Protocol V
instrument-p-v-column = V
instrument-p-v-subject = Explosive remnants of war
instrument-p-v-title = Protocol on Explosive Remnants of War

## Regimes: the ground of each report, never worded more strongly than it is

regime-compliance-name = Compliance
regime-compliance-ground = invited by decisions of the Review Conferences
regime-compliance-ground-sentence = Every party is invited to report by decision of the Third Review Conference (2006).
regime-compliance-report = Compliance report, every year by 31 March, by invitation of the Review Conferences.
regime-apii-name = Amended Protocol II
regime-apii-ground = due under article 13(4)
regime-apii-ground-sentence = The report is due under article 13(4) of the Protocol.
regime-apii-report = Annual report by 31 March, under article 13(4).
regime-pv-name = Protocol V
regime-pv-ground = due by decision of the First Conference
regime-pv-ground-sentence = The report is due by decision of the First Conference of the High Contracting Parties to the Protocol.
regime-pv-report = Initial report after 180 days, and a report by every 31 March on which the State is bound, by decision of the First Conference.
no-report = no report of its own

## Acts of States

act-signature = signature
act-ratification = ratification
act-acceptance = acceptance
act-approval = approval
act-accession = accession
act-succession = succession
act-consent = consent
act-denunciation = denunciation
act-line = { $instrument }: { $act }
deed-signature = signature of { $instruments }
deed-ratification = ratification of { $instruments }
deed-acceptance = acceptance of { $instruments }
deed-approval = approval of { $instruments }
deed-accession = accession to { $instruments }
deed-succession = succession to { $instruments }
deed-consent = consent to { $instruments }
deed-denunciation = denunciation of { $instruments }
how-six-months = six months after the deposit (article 5)
how-six-months-to-month-end = six months after the deposit, on the last day of the month (article 5)
how-with-the-instrument = the day the text itself entered into force (article 5)
how-stated = date of succession, as a source states it
how-stated-recalled = date of succession, recalled and still to be confirmed
mark-verified = read in the source
mark-recalled = recalled, to be confirmed

## Groups and standing

group-all = All groups
group-african = African Group
group-asia-pacific = Asia-Pacific Group
group-eastern-european = Eastern European Group
group-grulac = Latin American and Caribbean
group-weog = Western European and others
group-none = No group
un-status-observer = observer State at the United Nations
un-status-non-member = not a Member of the United Nations
status-party = parties
status-signatory = signatories only
status-not-party = not party, signatories included
date-shown-in-force = in force for the State
date-shown-deposit = consent deposited
not-bound = not bound
only-signed = signed only
no-longer-bound = no longer bound
by-succession = by succession
by-succession-recalled = by succession, date still to be confirmed
pending-from = from
until = denounced, no longer bound from { $date }
in-force-on = In force { $date }.
in-force-from = in force from { $date }

## Columns

column-state = State
column-group = Regional group
column-instrument = Instrument
column-act = Act
column-deposited = Deposited
column-in-force = In force since
column-how = How this date is found
column-signed = Signed
column-bound = States bound
column-date = Date

## Home

home-title = National reports under the Convention on Certain Conventional Weapons
home-lead = Once a year every party is invited to tell the others what it does to keep its obligations. Here is who is bound by what, since when, and which reports are due.
home-search = Find a State
home-search-hint = A name in any of the six languages, or a code: Lao, Швейцария, CHE
home-deadline = Next deadline
home-deadline-full = { $weekday }, { $date }, { $left }
days-left = { $days ->
    [0] today
    [one] tomorrow
   *[other] in { $days } days
}
parties-asked = { $count ->
    [one] one party
   *[other] { $count } parties
}
home-bound = Who is bound by what
home-bound-of = States bound by each text, of { $states }.
home-signatories = Signed and not yet ratified: { $names }.
home-all-parties = All parties and dates
home-latest = Latest depositary actions
home-all-actions = All { $count } treaty actions with their sources, as CSV
home-growth = How many States are bound
home-growth-about = The three texts that bring a report.
home-growth-all = All eight, with figures
home-reports-help = Which reports there are

## Parties

parties-title = Parties
parties-lead = { $count } States are bound by the Convention, each by at least two of its Protocols. A date is the day from which the text binds the State.
parties-groups = Regional groups
parties-count = { $count ->
    [one] One party
   *[other] { $count } parties
}
parties-csv = All States and instruments as CSV
parties-none-title = No State fits this choice
parties-none = Check the spelling, or clear a filter. Names are found in all six official languages, and by their ISO codes.
parties-bound-any = any instrument
parties-not-bound-any = no choice
filter-state = State or code
filter-status = Status
filter-status-any = all States
filter-bound = Bound by
filter-not-bound = Not bound by
filter-date = Date shown
filter-clear = Clear all filters
legend = Legend
legend-date = 2 Dec 1983
legend-in-force = in force for the State since that day
legend-deposit = consent deposited on that day
legend-date-star = 8 Oct 1991*
legend-succession = bound by succession, from the date of succession
legend-date-recalled = 27 Apr 1992*?
legend-recalled = the same, from a date recalled and still to be confirmed
legend-not-bound = (no consent deposited)
not-party-count = States not party: { $count }
signatories-count = Signatories: { $count }
not-party-lead = No report is due from a State before the Convention is in force for it. Signature was open from 10 April 1981 to 10 April 1982; it does not bind.
not-signed = not signed

## One State

over-party = State party
over-pending = State about to become a party
over-signatory = Signatory
over-not-party = State not party
party-lead-bound = Bound by the Convention since { $since }, and by { $further ->
    [one] one further instrument
   *[other] { $further } further instruments
}.
party-lead-due = { $count ->
    [one] One report is asked for in the cycle that ends on 31 March { $cycle }.
   *[other] { $count } reports are asked for in the cycle that ends on 31 March { $cycle }.
}
party-lead-pending = The Convention enters into force for the State on { $since }.
party-lead-ended = No longer bound by the Convention since { $until }.
party-lead-signed = Signed the Convention on { $on } and has not ratified it.
party-lead-not-bound = Has neither signed nor joined the Convention.
party-participation = Participation
party-participation-caption = Instruments and dates: { $state }
party-acts = Depositary actions
party-acts-none = None.
party-names = Names
party-formal-name = Formal name
party-due = Reports of the cycle that ends on 31 March { $cycle }
standing-not-bound = not bound: no consent deposited
standing-signed = signed on { $on }, not bound
standing-ended = no longer bound since { $until }
records-none = No history of reports is held here yet, so nothing is said of who has reported and who has not.

## What is due

due-heading = { $state }, cycle { $cycle }
due-by = By
due-before-meeting = before the meeting of { $month }
due-served = no separate report
due-nothing = Nothing is due.
due-in-days = { $days ->
    [0] today, until 24:00 in Geneva
    [one] tomorrow
   *[other] in { $days } days
}
due-passed = the date has passed; reports are still welcome
due-received = Received on { $date }
due-historic-on = Received on { $date }, before this portal
due-historic = Received before this portal
due-first = The first report was due by { $date }.
due-working-day = The office is closed on that day; what arrives by { $date } counts as on time.
due-source = Date: { $source } ({ $mark }).
report-kind-annual = annual report
report-kind-initial = initial report
reason-bound = { $instrument } has been in force for { $state } since { $since }.
reason-will-be-bound = { $instrument } will be in force for { $state } from { $since }.
reason-initial-later = The initial report is due later, by { $date }, too long after 31 March to take its place.
reason-initial = The initial report is due { $days } days after the entry into force.
reason-served = The initial report, due on { $date }, takes its place in this cycle.
reason-serves-also = It also serves as the annual report of the cycle { $cycle }.
reason-before-meeting = It was to come before the meeting of { $month }; no date is known, so none is late.
nothing-due-pending = Nothing is due before the Convention enters into force for the State on { $since }.
nothing-due-cycle = Nothing is due in the cycle { $cycle }.
nothing-due-not-party = No report is due from a State that is not a party.

## Instruments: pages

instruments-title = Instruments
instruments-lead = The Convention, its Protocols and the amendment of Article 1: when each was adopted, since when it is in force, how many States it binds, and which report it brings.
instruments-caption = Instruments, dates, States bound and reports
instruments-growth = How many States each text binds
instruments-growth-lead = From 2 December 1983, day by day. Successor States count from the date of succession; their predecessors of 1983 are not counted.
instrument-lead = { $count ->
    [one] One State is bound on { $date }, as far as the register of { $as-of } tells.
   *[other] { $count } States are bound on { $date }, as far as the register of { $as-of } tells.
}
instrument-growth = How it grew
instrument-facts = Facts
instrument-groups = By regional group
instrument-pending = Not yet in force
instrument-source = Depositary’s list { $list } ({ $mark })
of-states = of { $states } States
members-count = { $count ->
    [one] One State bound
   *[other] { $count } States bound
}
parties-not-bound-count = Parties to the Convention not bound: { $count }
fact-adopted = Adopted
fact-in-force = In force
fact-report = Report
fact-source = Source
plot-label = { $count } { $name }
plot-all-title = States bound by each instrument until { $until }
plot-all-description = Step curves, one for each instrument, from its entry into force; the label at the right end gives the number of States bound. All figures stand in the table below.
plot-one-title = States bound by { $name }
plot-one-description = A step curve. { $name } binds { $first } States on { $since } and { $last } on { $until }. All figures stand in the table below.
plot-as-table = The same figures as a table
plot-table-label = Table of States bound
plot-table-caption = States bound at the end of the year.
plot-csv = Every step as CSV
not-yet = not yet in force

## Where sources differ

remark-austria-and-netherlands = Cameroon and the Dominican Republic: the Depositary’s table lists no consent to Protocols I, II and III and is followed here. Other notices list these States without that restriction; the question is open with the Treaty Section.
remark-netherlands-p-i = Bahrain and Côte d’Ivoire: the Depositary’s table lists no consent to Protocol I and is followed here. The treaty database of the Netherlands lists both.

## Help

help-title = Help
help-register-title = How the register is kept
help-register-1 = Every deposit, signature, consent and succession is taken from the Depositary’s status pages (United Nations Treaty Collection, chapter XXVI, lists 2 and 2-a to 2-d). Nothing deposited after the date of the register is in it; that date stands at the foot of each page.
help-register-2 = A consent takes effect six calendar months after its deposit (article 5 of the Convention), but not before the text itself is in force; where the month has no such day, on the last day of that month. A date that the Depositary or another source states, as for successions, comes before any computation. A denunciation takes effect one year after its receipt (article 9).
help-register-5 = Sources are quoted as lists of the collection: “UNTC MTDSG XXVI-2-d” is list 2-d of chapter XXVI of Multilateral Treaties Deposited with the Secretary-General.
help-register-3 = For Protocols I, II and III the Depositary keeps no list of dates: acceptance was notified with the instrument on the Convention unless a date is given.
help-register-4 = Facts marked as recalled have not been read in a source. They can be corrected, and the page that shows them says so.
help-secretariat-title = How to reach the secretariat
help-secretariat-1 = People of the secretariat read what comes to this address, and replies to letters of the portal:
help-reports-title = Which reports there are
help-reports-1 = Compliance: every party to the Convention is invited by decisions of the Review Conferences to report every year by 31 March.
help-reports-2 = Amended Protocol II: an annual report is due under article 13(4), by 31 March since 2011. A State bound only by the original Protocol II of 1980 owes none.
help-reports-3 = Protocol V: by decision of the First Conference an initial report is due 180 days after the entry into force for the State, and a report by every 31 March on which the State is bound; an initial report due within 90 days after 31 March takes the place of that one. A deadline ends at 24:00 in Geneva; where the office is closed on that day, what arrives on the next working day counts as on time.
help-verify-title = How to verify a receipt or a document
help-verify-1 = Each report that was filed has a fingerprint, the SHA-256 of its data, which stands on its receipt; each document that came with it has one of its own. Anybody can ask whether the portal holds what a fingerprint belongs to, and whether it stands.
help-accessibility-title = Accessibility
help-accessibility-1 = Every page works without scripts, by keyboard alone, with a screen reader, in light and dark, in print and enlarged to 400 per cent. The aim is WCAG 2.2, level AA; each page is checked against it by machine before a release.
help-accessibility-2 = If something does not work for you, write to the secretariat and say which page and which tool.
help-privacy-title = Privacy
help-privacy-1 = Public pages set no cookie, load nothing from other sites and count visits without addresses. The log holds time, page, answer and a request number, not who asked.
help-privacy-2 = Contacts of States are published only where the State says so.
help-notice-title = About this site
help-notice-1 = This is not an official site of the United Nations unless its operator says so here.
help-notice-2 = The designations used and the order of the material imply no opinion on the legal status of any country, territory, city or area, or of its authorities.

## Errors: what happened, what to do

error-what-to-do = What to do
error-reference = Reference
error-reference-use = Quote it if you write to the secretariat. It finds the cause in the log; it holds nothing about you.
error-not-found-title = This page does not exist
error-not-found-lead = There is nothing at this address. Nothing is lost.
error-not-found-step-1 = Check the address for a missing letter.
error-not-found-step-2 = Or start from one of these pages:
error-unknown-state-title = No State has this code
error-unknown-state-lead = Addresses of States end in their ISO 3166-1 code of three letters, for example /parties/CHE.
error-unknown-state-step-1 = Find the State by name in the table of parties.
error-unknown-state-step-2 = Or start from one of these pages:
error-unknown-instrument-title = No instrument has this code
error-unknown-instrument-lead = Instruments are CCW, P-I, P-II, P-III, P-IV, AP-II, A1 and P-V, for example /instruments/P-V.
error-unknown-instrument-step-1 = Find the instrument in the list.
error-unknown-instrument-step-2 = Or start from one of these pages:
error-unreadable-title = This address cannot be read
error-unreadable-lead = Something in it is not as a page here would write it.
error-unreadable-step-1 = Remove what follows the question mark, and try again.
error-unreadable-step-2 = Or start from one of these pages:
error-odd-form-title = The form was not complete
error-odd-form-lead = Something in it was missing, or was not as its page sends it, so nothing was done.
error-odd-form-step-1 = Go back to the page, load it again, and send its form once more.
error-odd-form-step-2 = Or start from one of these pages:
error-other-method-title = This page can only be read
error-other-method-lead = Nothing can be sent to this address, and nothing was stored.
error-other-method-step-1 = Open the page in the usual way.
error-other-method-step-2 = Or start from one of these pages:
error-unavailable-title = The portal cannot answer just now
error-unavailable-lead = Something it needs does not answer. Nothing is lost.
error-unavailable-step-1 = Wait a minute, then load the page again.
error-unavailable-step-2 = These pages may still work:
error-internal-title = Something went wrong here
error-internal-lead = It is not your doing, and nothing is lost. The cause has been written to the log.
error-internal-step-1 = Load the page again; if it fails again, quote the reference.
error-internal-step-2 = These pages may still work:
recovery-home = The first page
recovery-parties = All parties
recovery-not-party = States not party
recovery-instruments = All instruments
recovery-help = Help

## Findings: one sentence for each rule; they ask and never conclude

finding-f-01 = Nothing here understands “{ $path }”. It is kept as it is; check its spelling.
finding-g-01 = { $account ->
    [none] { $state } is not a party on the day of this report. Correct the State on the cover, or ask the secretariat.
    [unknown] “{ $state }” is not the code of a State. Give its ISO 3166-1 alpha-3 code, for example CHE.
   *[other] Your account files for { $account }, and the cover names { $state }. Correct the name or ask the secretariat.
}
finding-g-02 = { $instrument } does not bind { $state } on { $date }. File a voluntary report instead, or check the State’s page.
finding-g-03 = This report will be shown as voluntary, because { $instrument } is not in force for { $state }.
finding-g-04 = { $instrument } does not bind { $state }, so item { $item } asks nothing of it. Move the text to other matters, or mark it as voluntary.
finding-g-05 = { $count ->
    [one] One item of { $instrument } has
   *[other] { $count } items of { $instrument } have
} no answer. You can submit all the same; the desk officer will see what is open.
finding-g-06 = This report answers the form set { $given }; for its cycle { $expected } holds. Check the fields after taking it over.
finding-g-07 = { $instruments } entered into force for { $state } on { $date }, inside the period. Please answer for the time since then.
finding-g-08 = { $without_reason ->
    [yes] Say in one sentence why this correction or update is filed.
   *[no] A report on { $regime } for { $cycle } is here already{ $date ->
        [unknown] .
       *[other] , submitted on { $date }.
    } File this one as a correction or an update, with its reason.
}
finding-g-09 = The denunciation takes effect on { $date }. Until then { $instrument } binds { $state }, and the report is a regular one.
finding-g-10 = “{ $given }” is not a date. Give the date of submission as day, month and year, for example 31/03/2027, 31 March 2027 or 2027-03-31.
finding-g-11 = { $reason ->
    [future] The date of submission, { $date }, lies in the future.
   *[before_joining] The date of submission, { $date }, lies before { $state } joined the Convention.
} Please check it.
finding-g-12 = { $reason ->
    [missing] Give the first and the last day of the reporting period.
    [no_date] “{ $given }” is not a date. Give the day as day, month and year, for example 31/12/2026, 31 December 2026 or 2026-12-31.
   *[order] The reporting period ends on the day it starts, or before. Please check both days.
}
finding-g-13 = { $months ->
    [one] The period covers about one month.
   *[other] The period covers about { $months } months.
} Annual reports usually cover about twelve. Is that intended?
finding-g-14 = The period ends on { $end }, after the date of submission. Is that intended?
finding-g-15 = The last report held here ended on { $date }. { $kind ->
    [gap] There is a gap of { $days }.
   *[overlap] The periods overlap by { $days }.
}
finding-g-16 = Name one national point of contact, with its organization and an e-mail address or a telephone number.
finding-g-17 = “{ $email }” is not a complete e-mail address. One looks like focal.point@example.org.
finding-g-18 = { $reason ->
    [bounced] Letters to { $email } came back on { $date }.
    [unconfirmed] { $email } was last confirmed on { $date }.
    [appointed] { $email } has not been confirmed since its holder was appointed on { $date }.
   *[never_confirmed] { $email } has never been confirmed.
} Please confirm or replace the address.
finding-g-19 = Add a shared mailbox of the office, so that whoever follows in the post gets the letters.
finding-g-20 = “{ $number }” has no country code. Write it as +41 22 000 00 00.
finding-g-21 = { $given ->
    [none] Choose whether this report may be made available to others: yes, no, or only some forms.
   *[other] “{ $given }” is none of the choices. Write yes, no, or partially with the letters of the forms.
}
finding-g-22 = { $reason ->
    [none] You chose partially. Tick the forms that may be shown.
    [all] You chose partially and ticked every form. Leave one out, or choose yes.
   *[unknown] The report has no Form { $forms }. Tick the forms that may be shown.
}
finding-g-23 = Compliance reports are open as a general rule. Yours will be kept from the public, as you ask.
finding-g-24 = What you close will not be public. Article 13(4) has the report circulated to all parties before the conference all the same.
finding-g-25 = In { $cycle } your choice was “{ $before }”, and now it is “{ $now }”. Is the report to be more closed than before?
finding-g-26 = { $lacking ->
    [ahead] The date of the note verbale is still to come. Is that intended?
    [date] Give the date of the note verbale.
    [no_date] What stands for the date of the note verbale is no date. Write it as 31/03/2027, 31 March 2027 or 2027-03-31.
    [number] Give the number of the note verbale.
   *[both] Give number and date of the note verbale, or state that none was used.
}
finding-g-27 = The report seems to be in a language ({ $language }) that is none of the six of the United Nations. Add a short summary in Arabic, Chinese, English, French, Russian or Spanish.
finding-g-28 = { $reason ->
    [encrypted] { $file } asks for a password. Attach a copy without one.
    [active] { $file } holds programs or macros. Attach a copy without them.
    [too_large] { $file } is too large. Attach it in parts, or give a link.
    [picture] { $file } is a picture of handwriting. Add its text, so that everyone can read it.
   *[unreadable] { $file } cannot be opened. Attach it as a PDF, Word or text file.
}
finding-g-29 = { $file } seems to hold { $kind ->
    [coordinates] coordinates
    [confidential] something marked as confidential
   *[personal] personal data
}. Take it out unless every party is to see it.
finding-g-30 = { $given ->
    [none] Form { $form }: choose changed, unchanged or not applicable.
   *[other] Form { $form }: “{ $given }” is none of changed, unchanged and not applicable.
}
finding-g-31 = { $reason ->
    [missing] Form { $form } is unchanged since when? Give the year of your last report on it.
    [not_earlier] Form { $form }: the last report, of { $year }, cannot be of this cycle or a later one.
   *[not_bound] Form { $form }: in { $year } the State was not bound yet. In which year did you last report?
}
finding-g-32 = { $held ->
    [given] Among the files given there is no report on { $regime } by { $state } for { $year }. Give that file too, or choose another year.
   *[here] No report on { $regime } by { $state } for { $year } is held here. Choose another year, or ask the secretariat to add the old report.
}
finding-g-33 = { $reason ->
    [not_found] The report of { $year } came in free format, and the secretariat found nothing on Form { $form } in it. Please fill the form in now, or say where that report speaks of it.
   *[blank] In { $year } Form { $form } was empty. Please fill it in now.
}
finding-g-34 = Form { $form } has been unchanged since { $year }. Please look at it once.
finding-g-35 = Form { $form } is marked as changed, and nothing stands in it.
finding-g-36 = Form { $form } is word for word that of { $year }. Mark it as unchanged?
finding-g-37 = Form { $form }: say in one line why it does not apply.
finding-g-38 = Form { $form } concerns every party. Choose changed or unchanged, even if nothing new was done.
finding-g-39 = Only the cover page has come, and it marks as changed: Form { $forms }. Fill that in, or mark it as unchanged.
finding-d-01 = { $dated ->
    [draft] The date for this report was { $date }. Submitted today it comes { $days } after it, and is taken all the same.
    [unset] Received { $days } after { $date }. The report is filed.
    [no] No date of submission is given. On { $received }, the day of reading, it would be { $days } after { $date }.
   *[yes] Received { $days } after { $date }. The report is filed, and counts as received late.
}
finding-d-02 = The office was closed on { $date }. Receipt on { $received } counts as on time.
finding-d-03 = This is your first report on Protocol V, so there is nothing yet that Form { $form } could be unchanged from. Please fill it in.
finding-d-04 = Your initial report is due by { $date }. It takes the place of the annual report of { $cycle } too.
finding-d-05 = No letter is sent: { $reason ->
    [filed] the report is here.
    [not_bound] the State is not bound.
   *[mission_only] notes go through the mission only, as the State asked.
}
finding-d-06 = Received after the expert meeting of { $date }. It will be taken up at the annual conference.
finding-c-01 = Form { $form } has two halves, armed forces and civilian population. { $part ->
    [armed_forces] Say something on the armed forces, or that there is nothing to report.
   *[civilian_population] Say something on the civilian population, or that there is nothing to report.
}
finding-c-02 = Which Protocol is the training or instruction about?
finding-c-03 = { $lacking ->
    [date] When did the training take place, or since when does the instruction hold?
    [audience] Whom did the training or the instruction reach?
   *[both] When did the training take place, and for whom?
}
finding-c-04 = Give title and date of the manual.
finding-c-05 = Where can civilians find this? Add a link or a date.
finding-c-06 = { $regime ->
    [none] Say what applies under { $instrument }.
   *[other] Say what applies under { $instrument }, or refer to your { $regime } report of { $cycle }.
}
finding-c-07 = How does { $state } make sure that new weapons respect { $instrument }?
finding-c-08 = { $law ->
    [no-act-listed] Give the title, number and date of adoption of what you describe.
   *[other] { $lacking ->
        [title] Give the title of the act “{ $law }”.
        [date] Give the date of adoption of “{ $law }”.
        [number] Give the number or the gazette reference of “{ $law }”.
       *[both] Give number and date of adoption of “{ $law }”.
    }
}
finding-c-09 = “{ $law }” cannot have been adopted on { $date }, which is still to come.
finding-c-10 = { $reason ->
    [no_date] “{ $law }”: “{ $date }” is not a date. Write it as 2012-03-16, 16/03/2012 or 16 March 2012.
    [too_early] “{ $law }”: { $date } is very early for a date of such a law. Is it right?
   *[order] “{ $law }”: entry into force on { $other } is before adoption on { $date }.
}
finding-c-11 = { $reason ->
    [adopted_without_date] “{ $law }” is marked as adopted and has no date of adoption. Is it still a draft?
    [draft_with_date] “{ $law }” is marked as a draft and has a date of adoption or entry into force. Is it adopted?
   *[unknown_word] “{ $law }”: say whether it is adopted or a draft.
}
finding-c-12 = Which article punishes what the Protocol forbids?
finding-c-13 = { $link ->
    [none] Add a link to the text of “{ $law }”, or attach it.
   *[other] “{ $link }” is not an address that begins with https. Correct the link to “{ $law }”, or attach its text.
}
finding-c-14 = { $lacking ->
    [amount] How much was it? Give the amount as a number, zero or more.
    [currency] { $amount ->
        [none] In which currency?
       *[other] { $amount }: in which currency?
    } Give its code of three capital letters, for example CHF.
    [year] { $amount ->
        [none] Of which year is it?
       *[other] { $amount }: of which year?
    }
   *[direction] { $amount ->
        [none] Was it given or received?
       *[other] { $amount }: given or received?
    }
}
finding-c-15 = { $project }: { $here } here, and { $there } in your report on { $regime }. Which figure is right?
finding-c-16 = { $several ->
    [yes] { $instruments } do not bind { $state } yet.
   *[no] { $instruments } does not bind { $state } yet.
} You may report steps towards acceptance.
finding-c-17 = Every form says that there is nothing to report. Submit it so?
finding-a-01 = { $original ->
    [yes] { $state } is bound by the original Protocol II of 1980, which knows no report of its own. Write what concerns it in the Compliance report, or file this one as a voluntary report.
   *[no] Reports under article 13(4) come from States bound by Amended Protocol II. Write what { $state } has to say on mines in its Compliance report, or file this one as a voluntary report.
}
finding-a-02 = Article 13(4) asks for any of six matters, Forms A to F. This report speaks of none yet.
finding-a-03 = { $lacking ->
    [instruction] Which military instruction or procedure covers the Protocol? Give its title and date.
    [training] Which training covers the Protocol, when was it, and for whom?
   *[both] Which instruction, and which training, covers the Protocol?
}
finding-a-04 = Does { $state } have mined areas under its control? Choose yes, no or suspected.
finding-a-05 = { $reason ->
    [negative] { $given } is less than nothing. Give a figure of zero or more, in the unit of the field; areas may have m2, ha or km2 behind them.
   *[part] { $given } is no whole number, and people and pieces are counted in whole ones. Please check it.
}
finding-a-06 = Released in all are { $total }; cleared, reduced and cancelled come to { $sum }. Which figure is right?
finding-a-07 = In { $cycle } there remained { $before }. Less what was released and with what was newly found, there would remain { $expected }; you give { $given }. Please explain in the note on the figures, or correct.
finding-a-08 = The total is { $total }; its parts ({ $parts }) come to { $sum }. Which figure is right?
finding-a-09 = { $reason ->
    [period] The figures are of another time than the reporting period. Is that intended? A word in the note helps readers.
    [no_start] This is a total since a start. Since which year?
   *[fell] The total since the start fell from { $before } to { $now }. Was the register cleaned? A word in the note helps readers.
}
finding-a-10 = { $count } mines were destroyed, and there are no mined areas. Where did the mines come from?
finding-a-11 = { $lacking ->
    [held] Does your State hold anti-personnel mines, training stocks included?
   *[detectable] Do all anti-personnel mines that are held meet the standard of detectability?
}
finding-a-12 = The nine years for which a State could put off these standards ended for every party on { $date }. Describe how the mines were brought into line.
finding-a-13 = No declaration of { $state } to put these standards off is on record. Please check, or name the declaration.
finding-a-14 = { $other ->
    [none] { $given } % is no possible share. Give one between 0 and 100.
   *[other] { $given } % still working after 120 days cannot be more than the { $other } % not self-destructed after 30 days. Which figure is right?
}
finding-a-15 = { $lacking ->
    [values] Remotely delivered mines are held. Give their times of self-destruction and self-deactivation, and the shares that fail.
   *[recording] Remotely delivered mines are held. How are they recorded?
}
finding-a-16 = How are mined areas { $lacking ->
    [fence] fenced, or kept off civilians by other means?
    [monitoring] monitored?
   *[signs] marked? Give shape and size of the signs.
}
finding-a-17 = { $shape ->
    [square] The annex asks for squares of at least 15 centimetres a side.
   *[triangle] The annex asks for triangles of at least 28 by 20 centimetres.
} The signs are smaller. Are the figures right?
finding-a-18 = { $kind ->
    [retained] The mine-ban convention binds { $state } since { $since } (list of { $as_of }), and { $count } mines are kept. Are all of them for training in, and development of, detection and clearance?
   *[held] The mine-ban convention binds { $state } since { $since } (list of { $as_of }), and { $count } anti-personnel mines stand among the stocks. Are these for training?
}
finding-a-19 = Which provision punishes the wilful killing or serious injury of civilians by what the Protocol forbids?
finding-a-20 = Mines are held. Which export rule or practice keeps them from a transfer that the Protocol prohibits?
finding-a-21 = { $lacking ->
    [amount] How much was it? Give the amount as a number, zero or more.
    [currency] { $amount ->
        [none] In which currency?
       *[other] { $amount }: in which currency?
    } Give its code of three capital letters, for example CHF.
    [year] { $amount ->
        [none] Of which year is it?
       *[other] { $amount }: of which year?
    }
    [channel] Through which channel { $amount ->
        [none] was it given?
       *[other] was { $amount } given?
    } The United Nations, another organization, bilaterally, a trust fund?
   *[direction] { $amount ->
        [none] Was it given, received, or your own money?
       *[other] { $amount }: given, received, or your own money?
    }
}
finding-a-22 = Missions work in areas under your control. Did one ask for protection or for information on mines? Nil is an answer too.
finding-a-23 = { $lacking ->
    [contact] Give the national point of contact on mine clearance, or mark the form as unchanged with the year of the last report on it.
   *[entry] Give a means or technology of clearance, or an expert or agency, or mark the form as unchanged with the year of the last report on it.
}
finding-a-24 = { $victims ->
    [none] Are improvised devices included in these figures? Count them apart.
   *[other] { $victims } casualties were caused by improvised devices. Are improvised devices included in what was destroyed? Count them apart.
}
finding-a-25 = { $days ->
    [30] { $given } % have not self-destructed after 30 days. The standard is at most 10 %.
   *[120] { $given } % are still working after 120 days. The standard is at most 0.1 %.
} Please check, or explain what is done about it.
finding-v-01 = { $since ->
    [none] Reports on Protocol V come from States bound by it. Write what { $state } has to say on remnants in its Compliance report, or file this one as a voluntary report.
   *[other] Protocol V enters into force for { $state } on { $since }, and its initial report is due 180 days later. File this one as a voluntary report, or wait.
}
finding-v-02 = { $question ->
    [affected_by_erw] Is your State affected by explosive remnants of war?
    [user_of_ordnance] Has your State used explosive ordnance in an armed conflict?
   *[existing_erw] Are there explosive remnants of war from before the Protocol bound your State?
} The answer decides which forms concern you.
finding-v-03 = Your State is affected. { $lacking ->
    [survey] How is the threat surveyed and assessed?
    [priorities] Which needs come first, and how is that decided?
   *[clearance] What was cleared, removed or destroyed?
}
finding-v-04 = Protocol V bound { $state } on { $date }. { $area ->
    [none] This contamination
   *[other] “{ $area }”
} looks { $age ->
    [older] older
   *[newer] newer
}. Does it belong in Form { $form }?
finding-v-05 = { $reason ->
    [negative] { $given } is less than nothing. Give a figure of zero or more, in the unit of the field; areas may have m2, ha or km2 behind them.
    [part] { $given } is no whole number, and people and pieces are counted in whole ones. Please check it.
   *[sum] The total is { $given }; its parts ({ $parts }) come to { $sum }. Which figure is right?
}
finding-v-06 = { $count } mines were destroyed. Are they in this figure? Mines, booby-traps and other devices are no explosive remnants of war and are counted apart; they belong in the report on Amended Protocol II.
finding-v-07 = How would your forces record the explosive ordnance that they use, and who keeps the records? This concerns every party, in peace too.
finding-v-08 = This looks like operational data: { $kind ->
    [coordinates] coordinates. Take them out; say only that a record exists or was handed over.
    [unit] the name of a unit. Is it needed? That a record exists, or was handed over, is enough.
   *[targets] targets. Are they needed? That a record exists, or was handed over, is enough.
}
finding-v-09 = { $lacking ->
    [on] When was the information handed over?
    [to] To whom was the information handed over?
   *[both] When and to whom was the information handed over? If it was not, say why.
}
finding-v-10 = Your State is affected. Which precautions protect civilians: warnings, risk education, marking, fencing, monitoring?
finding-v-11 = { $reason ->
    [sum] { $count } people were reached; the parts ({ $parts }) come to { $other }. Which figure is right?
   *[population] { $count } people reached are more than the { $other } who live in the State, by the estimate of { $as_of }. Is somebody counted twice?
}
finding-v-12 = Did a humanitarian mission or organization ask where explosive remnants of war are? Nil is an answer too.
finding-v-13 = { $lacking ->
    [extent] There are remnants from before the Protocol bound your State. How far do they reach, and what is needed?
   *[help] Was help with existing remnants received, or asked for?
}
finding-v-14 = { $lacking ->
    [amount] How much was it? Give the amount as a number, zero or more.
    [currency] { $amount ->
        [none] In which currency?
       *[other] { $amount }: in which currency?
    } Give its code of three capital letters, for example CHF.
    [year] { $amount ->
        [none] Of which year is it?
       *[other] { $amount }: of which year?
    }
    [channel] Through which channel { $amount ->
        [none] was it given?
       *[other] was { $amount } given?
    } The United Nations, another organization, bilaterally, a trust fund?
   *[direction] { $amount ->
        [none] Was it given, received, or your own money?
       *[other] { $amount }: given, received, or your own money?
    }
}
finding-v-15 = { $from ->
    [here] This report tells of casualties.
    [earlier] { $state } told of casualties in its report on { $regime } of { $cycle }.
   *[fact] Victims of explosive remnants of war live in { $state }.
} { $lacking ->
    [text] What is done for victims, and how are they counted?{ $count ->
        [0] {""}
       *[other] {" "}The questions on data, services, laws, plan and budget are open too.
    }
   *[means] Please answer { $count ->
        [one] the one open question
       *[other] the { $count } open questions
    } on data, services, laws, plan and budget for victims.
}
finding-v-16 = { $direction ->
    [no_assistance] Form { $clearance } names { $count } casualties, and Form { $cooperation } says nothing on assistance to victims. What is done for them?
   *[no_casualties] Form { $cooperation } names { $count } victims who were assisted, and Form { $clearance } no casualties. Are these victims of earlier years?
}
finding-v-17 = Your State makes, buys or holds explosive ordnance. Which measure keeps it safe and reliable?
finding-v-18 = Form { $form } concerns every party. Name the instruction or procedure, and the training.
finding-v-19 = You describe a need. Do you want to send a request for assistance, which goes to all parties and to organizations that may help?
finding-v-20 = { $field ->
    [contact] Your report on { $regime } of the same year names other points of contact. Which hold?
    [period] Your report on { $regime } of the same year covers another period. Is that intended?
   *[law] Your report on { $regime } of the same year gives another number or date for “{ $law }”. Which is right?
}
finding-p-01 = { $state } already has an expert for { $instrument }{ $name ->
    [none] { "" }
   *[other] : { $name }
}{ $date ->
    [unknown] { "" }
   *[other] , named on { $date }
}. A State names one expert for each Protocol. Does this nomination replace the earlier one? Then mark it so.
finding-p-02 = { $lacking ->
    [instrument] { $given ->
        [none] For which Protocol is the expert named?
       *[other] “{ $given }” is no Protocol for which experts are named.
    } Choose one of { $protocols }.
    [name] Who is the expert? Give family name and given names.
    [nationality] Of which nationality is the expert? It need not be that of the naming State.
    [competence] What is the expert competent in? One or two sentences on technical, legal or other competence will do.
   *[contact] How can the expert be reached? Give an e-mail address, or a telephone number with the country code.
}
finding-p-03 = { $from ->
    [none] { $instrument } does not bind { $state } on { $date }.
   *[other] { $instrument } binds { $state } from { $from } on, and not yet on { $date }.
} Is the expert named for it all the same, or for another Protocol?
finding-p-04 = { $reason ->
    [other] The Pool helps a State with its own obligations, and this request is about those of { $other }. Ask about those of { $state }.
    [none] Which text is the question about? Name one that is in force for { $state }.
    [unknown] “{ $instrument }” is no instrument of the Convention. Name one that is in force for { $state }, for example P-V.
    [not_bound] { $from ->
        [none] { $instrument } does not bind { $state } on { $date }.
       *[date] { $instrument } binds { $state } from { $from } on, and not yet on { $date }.
    } The Pool helps a State with obligations that it has; name a text that is in force for it.
   *[obligation] Which of its obligations does { $state } ask about? Name the article, or say it in words.
}
finding-p-05 = { $lacking ->
    [instrument] { $given ->
        [none] Under which Protocol is help asked for?
       *[other] “{ $given }” knows no requests for assistance.
    } Choose one of { $protocols }.
    [contact] Whom can those who may help turn to? Name an office, with an e-mail address or a telephone number.
    [needs] What is needed? Name at least one kind of need: { $choices }.
    [kind] { $given ->
        [none] Of which kind is this need?
       *[other] “{ $given }” is no kind of need.
    } Choose one of { $choices }.
    [description] Which other need is it? Say it in words.
   *[information] On what facts does the request rest? Say where and how large the problem is, and what was done so far, or attach a document that does.
}
finding-p-06 = This request goes to all parties and to relevant organizations. { $marked ->
    [yes] Is everything sensitive marked? Then confirm that it may go out.
   *[no] Mark what is sensitive, and confirm that it may go out.
}
finding-p-07 = { $lacking ->
    [meeting] For which meeting is sponsorship asked? Give its title and its first day.
    [delegate] Who is to take part? Give name and post of the delegate.
    [ground] { $given ->
        [none] Which ground of priority applies?
       *[other] “{ $given }” is no ground of priority.
    } Choose one or more of { $choices }.
   *[late] Requests for this meeting closed on { $closed }, and this one is of { $given }. Ask the Coordinator of the programme whether it can still be taken up.
}
finding-r-01 = { $count ->
    [one] One error is open. Request a correction, or record with the acknowledgement why the report stands.
   *[other] { $count } errors are open. Request a correction, or record with the acknowledgement why the report stands.
}
finding-r-02 = The report as it is stored is not the one that was received: its digest is another than that of the receipt. It can be neither circulated nor published. Ask whoever runs this portal to compare it with a backup.
finding-r-03 = Form { $form } is closed by the State’s choice, and the public page would show it. Nothing is published until that is put right.
finding-r-04 = Not yet circulated to the parties. The annual conference opens on { $date }.
finding-r-05 = { $count } parties due on { $date }, by a status register of { $as_of }. It is of an earlier day, so acts since then are not counted.

severity-error = error
severity-warning = warning
severity-advice = advice
item-answered = answered
item-unchanged = { $since ->
    [none] unchanged
   *[other] unchanged since { $since }
}
in-original = in the original, { $place }
form-in-original = In the original, { $place }
form-in-original-document = In the original, { $place } of { $document }
in-original-open = Nothing found so far: left open.
in-original-lead = This report came in free format. The secretariat has noted where the original speaks of each form; the words are in the original alone, and these notes are no part of it.
item-nothing_to_report = nothing to report
item-not_applicable = not applicable
item-applies_if = applies if { $conditions }
item-open = open
request-expert_nomination = nomination for the Pool of Experts
request-pool_request = request to the Pool of Experts
request-assistance_request = request for assistance
request-sponsorship_request = request for sponsorship
either-list = { $items } or { $last }
check-odds = What does not go together:
check-nothing = Nothing to mend, confirm or consider.
check-findings = { $errors ->
    [one] one error
   *[other] { $errors } errors
}, { $warnings ->
    [one] one warning
   *[other] { $warnings } warnings
}, { $advices ->
    [one] one piece of advice
   *[other] { $advices } pieces of advice
}
check-checklist = Checklist: { $answered } answered, { $unchanged } unchanged, { $nothing } nothing to report, { $not_applicable } not applicable, { $applies_if } not confirmed to apply, { $open } open
check-pointer = { $items ->
    [one] One further item
   *[other] { $items } further items
} of { $instrument }: in the { $regime } report
check-open = Open
check-heading = { $state }, { $title }, cycle { $cycle }, read on { $on }
check-request-heading = { $state }, { $title }, read on { $on }
check-all = { $files } files: { $errors } with errors, { $unreadable } that cannot be read

# --- signing in and accounts
nav-desk = National desk
nav-account-or-out = Account, sign out
nav-account = Account
signed-in-as = Signed in
sign-in = Sign in
sign-out = Sign out
sign-out-everywhere = Sign out on every device
sign-in-title = Sign in
sign-in-lead = For people whom their State or the secretariat has named. Everything public can be read without an account.
sign-in-file-title = Sign in again, then choose the file once more
sign-in-file-lead = You have been signed out since you opened the page, so the document was not taken. A page cannot keep a file: it is still on your computer, and everything saved before is safe.
sign-in-again-title = Sign in again, nothing is lost
sign-in-again-lead = You have been signed out since you opened the form. What you typed is kept in this page and is saved as soon as you sign in.
sign-in-failed-title = Address and password do not fit
sign-in-failed-lead = Please check both. If you have not set a password yet, ask for a letter with a link below.
password-forgotten = Set a new password
field-email = E-mail address
field-password = Password
field-new-password = New password
field-repeated-password = The same again
account-title = Your account
account-roles = What you may do here
account-roles-about = Roles are given by the secretariat. Write to it if one is missing or no longer yours.
account-devices = Signed in elsewhere
account-devices-about = You are signed out after two hours without a request, and after twelve hours in any case. If you have left a session open on another device, end all of them here.
role-administrator = Administrator
role-desk-officer = Desk officer, secretariat
role-focal-point = National focal point
role-deputy = Deputy focal point
role-submitter = Permanent mission
role-clearance-contact = Mine clearance contact
role-reader = Reader of circulated reports
role-held = { $role ->
    [administrator] administrator of the portal at the secretariat
    [desk_officer] desk officer of the secretariat
    [focal_point] national focal point of { $state }
    [deputy] deputy focal point of { $state }
    [submitter] permanent mission of { $state }
    [clearance_contact] mine clearance contact of { $state }
   *[reader] reader of circulated reports for { $state }
  }
password-ask-title = Set a new password
password-ask-lead = Give the address of your account. A letter with a link goes to it.
password-ask-send = Send the link
password-asked-title = Look into your mailbox
password-asked-lead = If the address has an account, a letter with a link is on its way.
password-asked-next = The link works for two hours, that of a first invitation for two weeks. Within an hour at most three letters go to one address; the link in each of them works until one is used. If no letter comes, write to the secretariat.
password-title = Choose a password
password-lead = For the account { $email }. The link works once.
password-lead-invited = You are invited as { $roles }. Your account is { $email }. The link works once.
password-hint = At least { $least } letters. A few words that belong to nobody else are better than signs and digits.
password-too-short = The password has fewer than { $least } letters. Make it longer, for example with a further word.
password-too-long = The password is too long. Keep it below 200 letters.
password-holds-name = The password holds the name of your address. Choose one that cannot be guessed from it.
password-not-the-same = The two passwords differ. Type the same one twice.
password-not-set = The password was not set
password-set = Set the password
password-set-title = The password is set
password-set-lead = All devices have been signed out. Sign in with the new password.
fault = Error: { $what }
odds-not-applicable = Form { $form } is marked as not applicable, and answers stand in it. They are filed and shown as they stand.
odds-nothing-to-report = This says that there is nothing to report, and words stand here too.
odds-more-than-all = All come to { $all }, and those counted among them to { $parts }.
odds-since-later = The count is since { $year }, a year that has not come.
odds-no-day = “{ $typed }” is no day of the calendar. A day is written as 31/12/2026, 31 December 2026 or 2026-12-31.
fault-of = { $field }: { $said }
fault-of-question = { $field } { $said }

# --- the national desk
report-title = { $report } { $cycle }
report-title-initial = { $report } { $cycle } (initial report)
report-title-sample = { $report } { $cycle } (sample)
desk-title = National desk: { $state }
desk-none = No national desk is yours. The secretariat gives roles; write to it if one is missing.
desk-lead = { $left ->
    [one] One report to file by { $date }, { $days }
   *[other] { $left } reports to file by { $date }, { $days }
}{ $filed ->
    [0] .
   *[other] ; { $filed } filed.
}
desk-lead-filed = { $filed ->
    [one] The report asked for by { $date } is filed.
   *[other] All { $filed } reports asked for by { $date } are filed.
}
desk-voluntary = Voluntary reports
desk-voluntary-about = Nothing asks { $state } for these. What is filed is shown as voluntary and left out of the counts.
desk-others = Other reports
desk-others-all = All reports of { $state } here
desk-lead-none = Nothing is asked for in cycle { $cycle }.
desk-due = What is due
desk-table = Reports asked of { $state }, how far each is, and the next step
desk-party = The public page of { $state }
column-report = Report
column-due = Due
column-progress = Status
column-next = Next step
column-item = Item
column-article = Article
column-when = When
column-who = Who
column-field = Field
column-text = Text since then
progress-due = Not started
progress-elsewhere = Not written here yet
progress-served = Served by the initial report
progress-draft = In draft
progress-awaiting-clearance = Awaiting clearance since { $date }
progress-returned = Returned from clearance on { $date }
progress-cleared = Cleared on { $date }, in draft
progress-received = Received
progress-acknowledged = Acknowledged
progress-circulated = Circulated to parties
progress-published = Published
filed-received = Received on { $when }.
filed-received-original = Received on { $when } { $how }, and filed here by the secretariat.
filed-state = { $state }, { $date }.
filed-followed = Version { $version } came after it and took its place.
progress-recalled = Recalled
progress-withdrawn = Withdrawn
progress-further = { $filed }; a new version is in draft
progress-further-sent = { $filed }; the new version: { $state }
next-start = Start the report
next-begins = See who begins the draft
next-go-on = Go on with the draft
next-read = Read the draft
next-returned = Mend what the draft was returned for
next-clear = Clear the draft, or return it
next-clearance = See where the clearance stands
next-submit = Look it over and submit it
next-correct = File the correction asked for
next-answer = Answer the secretariat
next-receipt = See the receipt
next-done = Nothing more to do: see the receipt
next-none = Nothing for now
next-elsewhere = Send it to the secretariat as before
report-lead-voluntary = The instrument is not in force for { $state }, so nothing asks for this report. It will be shown as voluntary on every page.
report-lead-not-open = The cycle of this report opens on { $date }. It can be begun from that day on.
report-lead-start = Nothing is written yet. Choose how to begin.
report-lead-waits = Nothing is written yet. The focal point or a deputy of { $state } begins the draft; whoever submits for it finds it here then.
first-report = The first report on { $regime } was due by { $date }. No first report is held here. A first report is complete: it says something in every form.
first-report-records = What was sent before this portal may not be in its records; it counts all the same.
begins-title = Who begins the draft
begins-name = { $name } ({ $role })
begins-who = The draft is begun by: { $names }. Once it is begun, you find it here.
begins-nobody = { $state } has neither a focal point nor a deputy here who could begin it. Ask the secretariat to invite one.
mends-who = Only these people can mend what is found: { $names }.
mends-nobody = { $state } has neither a focal point nor a deputy here who could mend what is found. Ask the secretariat to invite one.
report-lead-initial = This is the initial report: the first that the instrument asks of your State. It is complete, so no form of it is unchanged. Everything saves at any time.
report-lead-draft = Write in any order. Everything saves at any time, also when it is not complete.
report-lead-correction = A correction of what you filed: say on the cover page what you put right. Everything saves at any time, also when it is not complete.
report-lead-update = An update of what you filed: say on the cover page what is new. Everything saves at any time, also when it is not complete.
report-lead-stands-again = The version that came last was taken back, so { $version } stands again. It can be corrected or updated.
report-lead-recalled = You have recalled what you filed, so it does not count as received. Choose how to begin again.
report-lead-withdrawn = The secretariat has withdrawn what it had filed by mistake, so it does not count as received. Choose how to begin.
report-lead-filed = The report has been received. What was filed is not changed; a correction is a new version.
tasks-before = Cover and facts
tasks-forms = Forms
tasks-last = Check and submit
cover-title = Cover page
cover-about = Contacts, period, availability, note verbale
cover-lead = Who answers for this report, which time it covers, and who may see it.
summary-title = Summary sheet
summary-about = Changed, unchanged or not applicable, form by form
summary-lead = What each form reports this year, in one place. It is the same answer that stands at the head of the form: change it here or there.
summary-set = { $set } of { $all } set
summary-of-form = In the form
summary-holds = Answers are written.
summary-nothing = It says that there is nothing to report.
summary-blank = Nothing is written.
summary-open = Open Form { $letter }
profile-title = Facts about your State
profile-about = A few yes-or-no answers decide which items of the checklist concern you. They are kept for next year.
profile-follows = { $count ->
    [one] “Yes” brings this item into the checklist, “no” leaves it out: { $items }.
   *[other] “Yes” brings these items into the checklist, “no” leaves them out: { $items }.
}
profile-lead = Answer what you can. An item that hangs on a fact you have not answered reads “applies if ...” and never counts as open.
part-due = Not started
part-draft = In draft
part-done = Complete
part-faults = { $count ->
    [one] One answer needs attention
   *[other] { $count } answers need attention
}
part-unchanged = Unchanged since { $year }
part-not-applicable = Not applicable
part-changed = Changed
counted-findings = { $errors ->
    [0] No errors
    [one] One error
   *[other] { $errors } errors
}, { $warnings ->
    [0] no warnings
    [one] one warning
   *[other] { $warnings } warnings
}
check-title = Check all answers
check-about = Every finding on one page, each with a link to its field
check-lead = Errors stop the submission. Warnings ask for a tick and take a sentence of explanation. Advice you may leave.
completeness = Answered so far: { $forms } of { $all_forms } forms, { $items } of { $all_items } items of the checklist. This measures only; it stops nothing.
check-clean = The rules have nothing to say about this draft.
check-errors-stop = The report can be submitted when no error is left.
go-to-report = Go to the report
go-to-field = Go to the field
go-to-submit = Go on to submit
finding-cite = Rule { $rule }. { $source }.
tag-error = Error
tag-warning = Warning
tag-advice = Advice
items-title = Obligations checklist
items-lead = { $count ->
    [one] One item of the instruments in force for your State touches this report.
   *[other] { $count } items of the instruments in force for your State touch this report.
} { $open ->
    [0] None is open.
    [one] One is open. Open items do not stop you; the secretariat sees them.
   *[other] { $open } are open. Open items do not stop you; the secretariat sees them.
}
items-waiting = { $count ->
    [one] One item waits for a fact about your State: until the fact is confirmed, the item counts neither as open nor as answered.
   *[other] { $count } items wait for facts about your State: until a fact is confirmed, its items count neither as open nor as answered.
}
items-waiting-go = Give the facts about your State
items-show = Show all items
start-title = Begin
start-recalled = Start from what was recalled on { $date }
start-recalled-about = What you recalled counts as not filed. A draft that starts from it has its words, facts and documents; the note verbale and the reason are given anew.
start-earlier = Carry over from { $cycle }
start-earlier-about = Your report of { $cycle } is here. Each form starts as unchanged, with its text ready to be edited; contacts come along. Figures and acts of the period, availability, note verbale and period are asked anew.
start-listed-about = A list from before this portal names your report of { $cycle } and the forms that held an answer. These start as unchanged since { $cycle }; their words are not held here.
start-sorted-about = Your report of { $cycle } came in free format. The forms of which the secretariat found something in it start as unchanged since { $cycle }; its words stand in the document alone.
start-first-about = No earlier report of yours is held here, so the forms start blank.
start-others-about = Your reports under other instruments answer some of the same questions. Each form shows their answers, with report and age; you take one, or all of a form, and nothing is taken by itself.
start-others = Start from what your other reports answer
start-blank = Start with blank forms
task-others = { $count ->
    [one] One answer in your other reports
   *[other] { $count } answers in your other reports
}
further-title = File a correction or an update
further-about = A new version starts as what you filed. The filing you have made stands, with its day of receipt.
further-correction = Start a correction
further-correction-about = Something you filed was wrong or missing on that day. The new version puts it right.
further-update = Start an update
further-update-about = What you filed was right on that day, and there is something new. The new version adds it.
further-make-update = Make this an update: what was filed was right, and there is something new
further-make-correction = Make this a correction: something that was filed was wrong or missing
correction-asked = The secretariat asks for a correction:
filed-title = What was filed
history-title = Who changed what
history-lead = Every change in any draft of this report, the latest first. Only your State sees it.
history-earlier = Earlier changes
history-nothing = Nothing has been written yet.
data-trial-elsewhere = Which reports these are, and what is said of each, is shown to those who read reports.
data-from = In force from the cycle { $cycle } on
history-along = What the draft began with
history-along-count = { $count ->
    [one] One field came along from what was filed before
   *[other] { $count } fields came along from what was filed before
}
history-taken-out = taken out
form-word = Form
form-name = Form { $letter }: { $title }
guidance-on = Guidance on: { $what }
question-folded = Show the fields: few reports need them
good-answer = What a good answer looks like
save = Save
save-and-back = Save and go back to the list
autosave-saving = Saving
autosave-saved = Saved at { $time }
autosave-offline = Not saved: the portal does not answer. What you typed is kept in this page, and saved as soon as it can be.
autosave-signed-out = Not saved: you have been signed out. What you typed is kept in this page: press Save, and sign in again.
autosave-clash = Not saved: somebody else changed this form. Press Save to see both texts.
autosave-ended = Not saved: the report was submitted meanwhile. What you typed is kept in this page: press Save to have it shown whole.
autosave-too-long = Not saved: one text, or all of them together, is longer than it can be. Press Save to see which.
autosave-refused = Not saved. What you typed is kept in this page: press Save to see why.
back-to-report = Back to the report
section-read-only = You can read this draft. Its focal point and deputies write it; number and date of a note verbale are given where the report is submitted.
saved-title = Saved
saved-lead = Everything on this page is saved. Go on here, or come back at any time.
not-saved-title = Not saved yet
unsaved-title = Not saved yet, nothing is lost
unsaved-typed = What you typed
unsaved-unavailable-lead = The portal cannot store anything just now. What you typed is kept in this page: leave it open, and send it again in a minute.
unsaved-unavailable-send = Send it again
unsaved-session-lead = You signed in again after you had opened the form, now as { $name }. What you typed is kept in this page.
unsaved-session-send = Save it now
unsaved-again-lead = You have signed in as { $name }. Nothing has been done yet: what you typed is kept in this page. Look at it once more, and send it.
unsaved-again-send = Send it
unsaved-gone-title = Not saved, and nothing is lost
unsaved-ended-lead = The draft that this page showed is no longer open: the report was submitted meanwhile. What you typed is not saved, and stands below: copy what you need from here.
unsaved-forms-lead = Other forms hold for this report by now than those on the page you sent: what you typed is not saved, and stands below. Copy it, open the page of the report, take the draft over there if that is not done yet, and paste it.
unsaved-withdrawn-lead = The report is withdrawn, so nothing is asked about it. Your words were not sent; they stand below.
unsaved-closed-lead = This question was closed meanwhile, so your words were not sent. They stand below.
unsaved-stale-lead = Somebody has changed something meanwhile, so nothing was done with what you sent. What you typed stands below.
unsaved-long-lead = What you typed was not sent: it can have up to { $most } letters. It stands below: copy it, and shorten it.
unsaved-much-lead = What you typed was not saved: with it, the texts of this report would together be longer than a report can be, which is about eight million letters. It stands below: copy it, shorten it there or in another form, or attach long texts as documents.
unsaved-not-allowed-lead = Whoever is signed in here now may not write in this report, or there is no such report, so nothing was done. What was typed in this browser stands below: copy it before you leave the page.
unsaved-words = Your words
unsaved-odd-lead = Something in the form was missing, or was not as its page sends it, so nothing was saved. What you typed stands below: open the page again, and copy it there.
unsaved-unstorable-lead = One text holds a character that nothing can store, the one with the number 0. It is shown as ␀ where it stands. Copy your text, take the character out, and save it again.
not-stored-lead = The portal cannot store anything just now; reading works. Everything you typed stands below: leave this page open, and save again in a minute.
too-much-lead = With what you typed, the texts of this report would together be longer than a report can be, which is about eight million letters. Nothing you typed is lost: it all stands below. Shorten it, or attach long texts as documents.
not-saved-lead = One text is longer than it can be. Nothing you typed is lost: it all stands below.
too-long = This text has more than { $most } letters. Shorten it, or attach the rest as a document.
faults-title = { $count ->
    [one] One answer needs attention
   *[other] { $count } answers need attention
}
faults-lead = All you typed is saved. These keep the report from being submitted:
title-with-clashes = Written at the same time: { $title }
faults-lead-read = These keep the report from being submitted:
title-with-faults = { $count ->
    [one] One error
   *[other] { $count } errors
}: { $title }
clash-title = Somebody else wrote here meanwhile
clash-own-title = You wrote here in another window meanwhile
clash-own-lead = You saved this page from another window after you had opened it here. Everything that you changed in one of the two is saved. Where you wrote in both, the text of this window stands in the field and that of the other below it: save again to keep the first, or copy the other.
clash-lead = { $name } saved this page after you had opened it. Everything that only you changed is saved. Where you both wrote, your text stands in the field and theirs below it: save again to keep yours, or copy theirs.
clash-theirs = Saved by somebody else meanwhile
clash-nothing = (nothing: the text was taken out)
reuse-counted = { $count ->
    [one] An answer to the same question in another report
   *[other] { $count } answers to the same question in other reports
}
reuse-from-draft = { $report }, { $place } (draft, last saved on { $date } by { $name })
reuse-from-filed = { $report }, { $place } (filed on { $date } by { $name })
reuse-first-said = { $from }; unchanged since { $cycle }
reuse-place = Form { $letter }, { $question }
reuse-nothing = (nothing)
reuse-take = Use this answer
reuse-compare = See both and choose
reuse-changed = The { $report } was changed on { $date }, after this answer was looked at here on { $seen }
reuse-gone = The answer was taken out of the { $report } on { $date }, after it was looked at here on { $seen }
reuse-elsewhere = Also asked in: { $treaties }
reuse-elsewhere-recalled = Also asked in, as far as recalled: { $treaties }
reuse-together = Answers from your other reports
reuse-together-about = What you have typed is saved first. You see each answer beside yours before anything is taken over.
reuse-together-act = Look at the { $count } matching answers of the { $report }
reuse-title = Answers from another report
reuse-lead = { $here }: what stands there, beside the { $report }
reuse-none = There is nothing to take over: the answers say the same, or the other report says nothing any more.
reuse-back = Back to the form
reuse-mine = In this report
reuse-theirs = In the other report
reuse-take-instead = Use the answer of the other report instead
reuse-keep = Keep what stands in this report
reuse-keep-blank = Leave it blank
reuse-kept = What is replaced stays in the history of the report.
reuse-act = Save the choice
reuse-take-all = Use all { $count } answers where nothing stands yet
reuse-undecided = Nothing was chosen
reuse-undecided-lead = Choose for at least one answer whether it is used. Nothing is taken over by itself.
reuse-meanwhile = Something was changed meanwhile
reuse-meanwhile-lead = Nothing was taken over: one of the two reports was changed after this page was opened. Both answers stand below as they are now; please choose again.
differs-title = Answers that do not go together
differs-lead = In this report, or between it and your other reports. Both may be right where they count different things; look at each once. Nothing waits for this list.
differs-same-year = { $field }: { $here } here, { $there } in the { $report }.
differs-fell = { $field }: { $here } here, { $there } in the { $report }. Is the total since the start of counting counted in another way now?
differs-not-as-before = { $field }: { $here } here, { $there } in the { $report }. Was the total of the year before counted again?
history-taken = taken over from the { $report }
taken-title = Your choice is saved
taken-lead = What you took over stands in the form, and can be changed like everything you type. What it replaced stays in the history.
untaken-number = { $why ->
    [decimal-comma] “{ $typed }” has a comma before its decimals. A point goes there: { $write }.
    [thousands-points] “{ $typed }” has points between its thousands. Write it without them: { $write }.
    [two-readings] “{ $typed }” can be read in two ways. Write { $write } if the point stands between thousands, and { $other } if decimals follow it.
    [too-many-digits] “{ $typed }” has more digits than can be kept. Please round it.
    [not-whole] “{ $typed }” is no whole number, and people and pieces are counted in whole ones. Write it without decimals.
    [negative] “{ $typed }” is less than nothing. Give a figure of zero or more.
   *[other] “{ $typed }” is not a number. Write it in digits, for example 250000 or 250,000; decimals follow a point, as in 12.5.
}
untaken-area = { $why ->
    [decimal-comma] “{ $typed }” has a comma before its decimals. A point goes there: { $write }.
    [thousands-points] “{ $typed }” has points between its thousands. Write it without them: { $write }.
    [two-readings] “{ $typed }” can be read in two ways. Write { $write } if the point stands between thousands, and { $other } if decimals follow it.
    [too-many-digits] “{ $typed }” has more digits than can be kept. Please round it.
    [negative] “{ $typed }” is less than nothing. Give a figure of zero or more.
   *[other] “{ $typed }” is not an area. Write a number and its unit, for example 3.3 km2, 330 ha or 3,300,000 m2.
}
untaken-nothing-in-period = This says that there is nothing to report for the period, and the form holds figures or acts of it. Take out the one or the other.
untaken-date = “{ $typed }” is no date. Write it as 31/03/2027, 31 March 2027 or 2027-03-31.
untaken-note-not-used = This says that no note verbale is used, and number or date of one is given. Take out the one or the other.
untaken-year = “{ $typed }” is not a year. Write it with four digits, for example 2026.
question-language = Language of the report
question-language-about = Reports come in any official language of the United Nations and are shown as written. In another language, add a short summary in one of the six.
question-since = Since your last report
question-since-earlier = “Unchanged” is an answer: what you wrote stands, and readers are sent to it. Before this report, the newest of yours held here is that of { $cycle }.
question-since-none = What the form reports
question-since-initial = This is your initial report, so there is nothing yet from which a form could be unchanged. Choose changed, and fill the form in, or not applicable.
question-since-first = No earlier report of yours is held here. If you filed one before, “unchanged” with its year is an answer.
question-since-by-itself = A form that you fill in is marked as changed when it is saved; you can choose otherwise.
question-since-period = It never stands for figures and acts of the period: what you reported of one year is not repeated as that of another. Give those of this period below, or tick that there are none.
period-before = Your report of { $cycle } said of its own period, which is not carried over:
entry-contacts = Contact { $number }
entry-laws = Act { $number }
entry-funding = Amount { $number }
entry-funding-by-recipient = Amount by recipient { $number }
entry-row = Row { $number }
entry-add-row = Add another row
entry-add-contacts = Add another contact
entry-add-laws = Add another act
entry-add-funding = Add another amount
entry-add-funding-by-recipient = Add another amount by recipient
entry-remove = Remove
field-organization = Organization
field-name = Name of a person, if you wish
field-telephone = Telephone, with country code
field-title = Title
field-number = Number
field-adopted-on = Adopted on
field-adopted-on-hint = For example 2012-03-16, 16/03/2012 or 16 March 2012
field-in-force-on = In force since
field-status = Adopted, or still a draft
field-penal-provision = Article that punishes
field-link = Link to the text
field-link-hint = An address that begins with https
field-direction = Given, received or own
field-amount = Amount
field-amount-hint = In digits, for example 250000
field-currency = Currency
field-currency-hint = Three capital letters, for example CHF
field-year = Year
field-channel = Channel
field-channel-hint = United Nations, another organization, bilateral, trust fund
field-recipient = To whom, or from whom
field-project = Project
field-in-kind = In goods or services
field-from = First day
field-from-hint = For example 2026-01-01, 01/01/2026 or 1 January 2026
field-to = Last day
field-date = Date of the note
field-date-hint = For example 2027-03-25, 25/03/2027 or 25 March 2027
field-not-used = No note verbale is used
field-language = Language the report is written in
field-translated-summary = Short summary in one of the six languages
field-reason = In one sentence
answer-in-block = { $block }: { $label }
answer-not-applicable = Why it does not apply
field-not-applicable = Why it does not apply, in one line
question-why = Why this correction or update
short-title = Nothing has changed
short-lead = The whole report on one page. Every form starts as unchanged, with what it said last in view; figures and acts of the period are asked anew. Choose who may see the report, look through the rest, and confirm.
short-alter = Something changed in Form { $letter }
short-confirm-title = Confirm what has not changed
short-confirm-about = By going on you confirm that every form you left as unchanged still holds, with all of its words above; long answers show how they begin, and open in full. Nothing is sent before you submit.
short-period-about = Figures and acts of a period are not carried over, and “unchanged” does not stand for them. What your last report said of its own period is shown for comparison. If there are any of this period, open the form and give them.
short-period = Nothing to report for the period in these forms
short-period-asked-title = Is there nothing to report for the period?
short-period-asked = Figures and acts of the period stand nowhere yet, and readers cannot tell whether there were any. Tick that there are none, or open the form and give them. All you typed is saved.
short-period-asked-tick = Say whether there are any
short-period-asked-leave = Go on to submit and leave it open
short-period-form = Form { $letter }: { $questions }
short-aged = The words below name { $years }. Read them once more: do they still hold as they stand?
short-line = Status and year of this form
short-confirm = Confirm and go on to submit
short-go = Go on with the short way
start-unchanged = Nothing has changed
start-unchanged-about = If nothing or little has changed since, the short way is one page: last year’s answers, the cover, and one confirmation.
field-state = What do you report this year?
field-last-reporting = Year of the report that still holds
field-last-reporting-hint = Only where the form is unchanged, for example 2025
field-availability = May this report be made available to others?
field-availability-forms = Only these forms, if you choose partially
field-nothing-in-period = Nothing to report for the period
field-nothing-to-report = There is nothing to report here
unit-m2-hint = In m2, ha or km2, for example 3.3 km2
unit-percent-hint = In per cent
unit-cm-hint = In centimetres
unit-days-hint = In days
number-read = Read as { $number }
area-small = { $metres } m2
area-large = { $metres } m2, that is { $kilometres } km2
option-changed = Changed: the form says something new
option-unchanged = Unchanged since an earlier report
option-not-applicable = Not applicable
option-yes = Yes
option-no = No
option-partially = Partially, only the forms ticked below
option-unknown = Not known
option-none = No answer
option-adopted = Adopted
option-draft = Still a draft
option-given = Given
option-received = Received
option-national = Own money, spent at home

# --- submitting
submit-title = Submit
submit-about = You get a receipt with time and digest at once
submit-ready = Ready
submit-not-yet = Opens when no error is left
submit-lead = Look once more. What you submit is filed as it stands, under your State’s name.
submit-follows = { $kind ->
    [update] This updates { $version }, received on { $when }.
   *[other] This corrects { $version }, received on { $when }.
} That version stays on record as it is, and the report keeps its day of receipt.
submit-look = The report as it will be filed
submit-look-about = Read it once more as readers will get it: the parties and the secretariat all of it, the public what you chose.
submit-read = Read all forms as they will be filed
submit-change-documents = Change the attached documents
submit-change-cover = Change this on the cover page
submit-not-ready-title = The report cannot be submitted yet
submit-not-ready-lead = These errors are left; each leads to its field.
submit-not-ready-read = These errors are left.
submit-unconfirmed-title = Some warnings are not confirmed
submit-unconfirmed-lead = Nothing was submitted, and nothing you ticked or wrote here is lost. Tick each of these if it stands as it is, or go to its field:
submit-changed-title = Somebody changed the draft meanwhile
submit-changed-lead = Nothing was submitted. The draft is no longer what this page showed: read what has changed, and submit it if it stands. What you ticked and wrote here is kept.
submit-same-title = Nothing differs from what you filed
submit-same-lead = Nothing was submitted: this version says the same as the one that stands, and why it is filed is not part of what it says. Change what was wrong or what is new, and submit it then; or go to the report and give the draft up. What you filed stands either way.
submit-long-title = Nothing was submitted yet
submit-long-lead = What is said about a warning can have up to { $most } letters. Shorten it, or write it into the report.
submit-note-save = Save the note verbale
submit-note-saved = The note verbale is on the cover page as you gave it. Nothing is submitted yet: look at the report once more, and submit it.
submit-left = What you wrote about warnings that are no longer there
submit-warnings = Warnings to confirm
submit-contacts = Contacts
submit-contacts-public = The contacts of the cover page may be published with the report
submit-contacts-before = Those of { $version }, which this takes the place of, may be published. It is asked anew, since they may have changed.
submit-contacts-hint = If you leave this open, only the parties and the secretariat see them.
submit-act = Submit the report
confirm-stands = I have seen this; it stands as it is
confirm-missing = Tick this if it stands as it is, or go to the field and change it.
confirm-why = Explanation for the secretariat, if you wish
availability-yes = Yes, the whole report
availability-no = No
availability-partially = Partially, only Form { $forms }
availability-none = Not chosen yet
note-not-used = None was used
note-unsaid = Nothing is said about one
note-dated = Of { $date }, without a number
note-numbered = No. { $number }
note-said = No. { $number } of { $date }

# --- documents that come with a report
documents-title = Attached documents
documents-about = Laws, maps, tables and other papers that go with the report
documents-lead = Laws, maps, tables and other papers that go with the report. A document of a form is as open as that form; one of the report as a whole is public only where the whole report is. Parties receive all of them.
documents-there = Documents so far
documents-counted = { $count ->
    [0] None yet. There can be { $most }, of { $all } together.
    [one] One document of { $size }. There can be { $most }, of { $all } together.
   *[other] { $count } documents of { $size }. There can be { $most }, of { $all } together.
}
documents-withheld = { $count ->
    [one] One document is not made available to the public by the State.
   *[other] { $count } documents are not made available to the public by the State.
}
documents-full = There are as many documents as a report can have. Remove one to attach another, or bring several together in one file.
documents-none = None
documents-some = { $count ->
    [one] One document
   *[other] { $count } documents
}
documents-of-form = { $count ->
    [0] No document is attached to this form yet.
    [one] One document is attached to this form:
   *[other] { $count } documents are attached to this form:
}
documents-go = Save and attach documents
documents-see = See all attached documents
document-of-form = Form { $letter }
document-of-report = The report as a whole
document-form-option = Form { $letter }: { $title }
document-add-title = Attach a document
document-add = Attach
document-form = Where does it belong?
document-form-hint = With the form it explains, it is shown beside that form.
document-file = Document
document-limits = Up to { $size }. These kinds can be attached:
document-this = This document
document-remove = Remove
document-added-title = Attached
document-added-lead = The document is kept with the report. You can attach the next one.
document-removed-title = Removed
document-removed-lead = The document no longer belongs to this draft. Versions that were submitted keep theirs.
document-refused-title = The document was not attached
document-choose-other = Choose a document
document-not-chosen = No document was chosen. Choose one from your computer, then press Attach.
document-too-large = The document is larger than { $size }. Attach it in parts, or save it with smaller pictures.
unwanted-empty = “{ $name }” is empty. Choose the file that holds the document.
unwanted-markup = “{ $name }” is a web page, an SVG drawing or other markup, which can hold programs. Save it as a PDF and attach that.
unwanted-program = “{ $name }” is a program or a script, and documents only can be attached.
unwanted-macros = “{ $name }” holds macros. Save a copy without them (as .docx, .xlsx, .odt or .ods), or as a PDF, and attach that.
unwanted-archive = “{ $name }” is an archive, or a kind of document that cannot be attached. Attach each document in it by itself.
unwanted-old-office = “{ $name }” is of an old office format, or asks for a password. Save it without a password as .docx, .xlsx or PDF, and attach that.
unwanted-other-text = “{ $name }” is not text in UTF-8. Save it with the encoding UTF-8, or as a PDF, and attach that.
unwanted-text-name = “{ $name }” holds plain text, which its name does not say. Check that it is the file you mean: if so, give it a name that ends in .txt, .csv or .geojson; if not, choose the other.
unwanted-other = “{ $name }” is of a kind that cannot be attached. Save it as a PDF and attach that.
unfit-too-many = The report has as many documents as it can have. Remove one first, or bring several together in one file.
unfit-too-large = With “{ $name }” the documents of this report would be too large together. Remove one first, or attach a smaller copy.
unfit-name-taken = Another document is called “{ $name }” already. Remove that one first, or give this one another name.
unfit-no-name = The document has no name. Give it one, such as Law-2026.pdf.
unfit-long-name = The name of the document is too long. Give it a shorter one, such as Law-2026.pdf.
unfit-odd-name = The name of the document holds signs that cannot be seen and that make it read as another one. Give it a plain name, such as Law-2026.pdf.
kind-pdf = PDF
kind-docx = Word (.docx)
kind-xlsx = Excel (.xlsx)
kind-odt = OpenDocument text (.odt)
kind-ods = OpenDocument table (.ods)
kind-png = PNG picture
kind-jpg = JPEG picture
kind-txt = text (.txt)
kind-csv = table as text (.csv)
kind-geojson = GeoJSON
size-bytes = { $count ->
    [one] 1 byte
   *[other] { $count } bytes
}
size-kb = { $count } kB
size-mb = { $count } MB

# --- reports and receipts on paper
document-pdf-about = To print and to keep
document-draft-offer = The draft as PDF
document-receipt-offer = The receipt as PDF
document-report-offer = The report as PDF
document-title = { $state }: { $report }
document-description = { $report } of { $state } under the Convention on Certain Conventional Weapons
document-receipt = Receipt: { $state }, { $report }
document-reference = Reference
document-draft = DRAFT of { $date }. Not filed.
cover-state = Name of the State
document-voluntary = Voluntary report of { $state }
document-demonstration = Made by a demonstration. Not a filing by a State.
document-page = Page
document-partially = Partially, only the following forms:
document-column-title = Title
document-unchanged = Unchanged since
document-other = Also given
document-letters-missing = Some letters of this report cannot be shown here and stand as boxes. The report on the portal and its data have them as they were written.

# --- receipts
receipt-title = Your report has been received
receipt-lead = Keep this page. A copy is sent to you by letter.
receipt-lead-alone = Keep this page. No copy is sent to you: letters to your address come back.
receipt-heading = Receipt
receipt-show = See the receipt
receipt-received = Received
receipt-moment = { $geneva } ({ $utc })
receipt-by = Submitted by
receipt-kind = Filed as
filing-annual = Annual report
filing-initial = Initial report
filing-voluntary = Voluntary report
filing-of-own-will = { $filing }, voluntary
filing-update = Update of what was filed before
filing-correction = Correction of what was filed before
filing-summary-sheet = Summary sheet
filing-free-format = Report in a format of its own
filing-historic = Report filed before the portal
receipt-note = Note verbale
receipt-availability = Availability
receipt-contacts = Contacts
receipt-forms = Forms
receipt-form = { $letter }: { $state }
receipt-warnings = Warnings confirmed
receipt-confirmed = { $count ->
    [0] none
   *[other] { $count }
}
receipt-state = Status
receipt-digest = Digest
receipt-digest-about = SHA-256 of the report in its canonical form (RFC 8785). Whoever holds the document can compute it again.
verify-title = Verify a fingerprint
verify-lead = For whoever holds a receipt, the PDF or the data of a report, or a document that came with one: type its fingerprint, and learn whether the portal received it and whether it stands.
verify-go = Verify this fingerprint
verify-printed = It can be looked up at { $address }.
verify-fingerprint = Fingerprint (SHA-256)
verify-fingerprint-hint = 64 figures and letters from a to f, with or without spaces and line breaks.
verify-reference = Reference of the report, if you have it
verify-reference-hint = As printed, for example CHE-COMPLIANCE-2027.1. Needed where the fingerprint is of what the public sees of a report.
verify-report-unreadable = This is no reference of a report. One looks like CHE-COMPLIANCE-2027.1; you may leave it open.
verify-missing = Type the fingerprint, or paste it.
verify-reference-here = This is the reference of a report: it goes into the second field, beside a fingerprint.
verify-odd-letter = “{ $letter }” is in no fingerprint: only figures and the letters from a to f are.
verify-odd-length = A fingerprint has 64 figures and letters; this one has { $count }.
verify-refused = This is not a fingerprint as it is printed
verify-act = Verify
verify-open = Open the report
verify-report-title = This is the fingerprint of a report that was received
verify-report = It is version { $version } of the { $report } of { $state }, received on { $when }.
verify-part-title = This is the fingerprint of what the public sees of a report
verify-part = It is of version { $version } of the { $report } of { $state }, received on { $when }.
verify-document-title = This is the fingerprint of a document that came with a report
verify-document = It is “{ $name }”, of version { $version } of the { $report } of { $state }, received on { $when }.
verify-received = The portal received it on { $date }.
verify-stands = It stands.
verify-stands-not = It no longer stands: another version took its place, or it was taken back.
verify-newest = It is the newest version that is open to you, and was not taken back.
verify-followed = Version { $version }, received on { $when }, came after it and took its place.
verify-recalled = It was recalled by the State on { $date }, and does not stand.
verify-withdrawn = It was withdrawn by the secretariat on { $date }, which had filed it by mistake, and does not stand.
verify-not-compared = Whether it is that of { $report } is told only to whoever may read that report.
verify-other = It is not the fingerprint of { $report }, which you named. Look at the paper once more.
verify-not-shown = Whose it is and what it says is shown to those who may read it. If you are one of them, sign in first.
verify-unknown-title = Nothing can be told of this fingerprint
verify-unknown = The portal holds no report or document with it, or none of which it may tell you. Please check:
verify-step-1 = Compare the fingerprint with the receipt, group by group. One other letter makes it another fingerprint.
verify-step-2 = A fingerprint from the public page or PDF of a report is mostly of what the public sees. Give the reference of the report with it.
verify-step-3 = The fingerprint of a PDF file itself is not kept, since it is made anew each time. Use the one that is printed in it. A document that was saved again has another fingerprint too.
verify-step-4 = Where forms or contacts of a report are withheld from the public, and of documents that are not public, this is told only to those who may read them: sign in first, or ask the State or the secretariat.
verify-how = Where the fingerprint is
verify-how-printed = On a receipt it stands under “Digest”, on the public page and in the PDF of a report beside “SHA-256”, and beside each document in a list of documents.
verify-how-file = Of a document that you hold as a file you can compute it yourself:
verify-file = FILE
verify-how-data = The same holds for the data of a report as the desk of its State gives it. The data on a public page hold the report in “report”; its fingerprint is the SHA-256 of that part in canonical form (RFC 8785).
contacts-public = May be published
contacts-kept = Kept from the public
office-time = { $date }, { $time } in Geneva
list-semicolon = {"; "}
recall-offer = Take it back
recall-about = Until the report is circulated to the parties you can recall it and submit another version. The receipt stays on record.
recall-go = Recall this report
recall-title = Recall this report?
recall-lead = This takes back { $version }, received on { $when }.
recall-not-now = { $version }, received on { $when }, cannot be recalled: the parties have it, or it was recalled before, or a later version stands.
recall-does = What recalling does
recall-does-counts = No earlier version stands, so the report no longer counts as received.
recall-does-counts-again = { $version }, received on { $when }, stands again, and the report counts as received with it.
recall-does-words = A new report does not start from what you recall. What was filed stays readable for your State and the secretariat.
recall-does-record = The receipt stays on record and says that the report was recalled.
recall-does-tell = The people of your State whom letters reach are told by letter, and so is the secretariat.
recall-until = You can recall it until the secretariat circulates it to the parties. The date on which the report is due stays the same.
recall-instead = To put something right you need not recall it: with a correction your day of receipt stays.
recall-correct = Start a correction instead
recall-act = Recall the report
recall-keep = Keep it, and go back to the receipt
discard-offer = Give this draft up
discard-title = Give this draft up?
discard-lead = It was started on { $when }.
discard-does = What becomes of it
discard-does-words = Nobody can go on writing it. A new draft starts without what was typed here, from an earlier report or from blank forms.
discard-does-filed = What your State has filed stays as it is.
discard-does-record = The history of the report keeps what was typed, by whom and when, for your State.
discard-act = Give the draft up
discard-keep = Keep it, and go back to the report

clearance-title = Clearance of the draft
clearance-about = If your State wants others to see the draft before it goes out
clearance-lead = Ask the others at your State’s desk to clear the draft before it goes out, or answer whoever asked. The secretariat sees that a draft waits for clearance or was returned, and nothing that is written here.
clearance-done = What was done
clearance-tag-not-asked = Not asked for
clearance-tag-awaiting = Awaiting clearance
clearance-tag-returned = Returned
clearance-tag-cleared = Cleared
clearance-tag-changed = Changed since it was cleared
clearance-said-not-asked = Nobody asks for clearance of this draft.
clearance-said-awaiting = Not cleared yet: { $name } asked for clearance on { $date }.
clearance-said-returned = Returned on { $date } by { $name }.
clearance-said-cleared = Cleared on { $date } by { $name }.
clearance-said-changed = Cleared on { $date } by { $name }, and changed since it was cleared.
clearance-done-asked = { $name } asked for clearance
clearance-done-cleared = { $name } cleared it
clearance-done-returned = { $name } returned it
clearance-done-withdrawn = { $name } no longer asks for clearance
clearance-answer = Your answer
clearance-remark = Remark
clearance-remark-hint = What is to be changed, if you return the draft. Only the people at your State’s desk read it.
clearance-remark-missing = Say what is to be changed before you return the draft.
clearance-clear = It is cleared
clearance-return = Return it with the remark
clearance-withdraw = Take your request back
clearance-ask = Ask for clearance
clearance-words = A sentence to go with it, if you wish
clearance-words-hint = Only the people at your State’s desk read it. They are told by letter that you ask, without your words.
clearance-words-untold = Only the people at your State’s desk read it. Nobody else there has an account that letters reach, so no letter tells anybody that you ask. The secretariat can invite others.
clearance-ask-act = Ask for clearance
clearance-not-noted = Nothing was noted yet
clearance-not-noted-lead = The draft is not returned yet:
clearance-meanwhile = Somebody was first
clearance-meanwhile-lead = Nothing was noted. What was done meanwhile stands below, and what you wrote is kept.
clearance-show = Open the page of the clearance
clearance-keeps-nothing = Clearance keeps no report from being submitted; your State decides.

recalled-title = The report was recalled
withdrawn-title = The report was withdrawn by the secretariat
withdrawn-lead = The secretariat had filed it for your State by mistake. It was not circulated, and counts as not received. The reason:
withdrawn-document = The document, which may be another State’s
recalled-lead = It is not circulated. You can submit another version at any time.
receipt-stands-again = { $version }, received on { $when }, stands again.
receipt-stands-now = { $version }, received on { $when }, stands.
receipt-superseded = { $version }, received on { $when }, came after this version and stands.
receipt-of-standing = Its receipt

# --- more error pages
error-unknown-report-title = There is no such report
error-unknown-report-lead = No report has this reference, or it is not one that you may see. Nothing is lost.
error-unknown-report-step-1 = Check the reference; one looks like CHE-COMPLIANCE-2027.
error-unknown-report-step-2 = Or start from one of these pages:
error-unknown-person-title = There is no such account
error-unknown-person-lead = Nobody has this account, or it was closed. Nothing was changed.
error-unknown-person-step-1 = Find the person in the list of people.
error-unknown-person-step-2 = Or start from one of these pages:
error-last-administrator-title = Somebody has to administer the portal
error-last-administrator-lead = This is the only administrator who can sign in, so nothing was changed.
error-last-administrator-step-1 = Appoint another administrator first; once that person has chosen a password, do this again.
error-last-administrator-step-2 = Or start from one of these pages:
error-spent-link-title = This link no longer works
error-spent-link-lead = It was used already, replaced by a newer one, or is too old.
error-spent-link-step-1 = Ask for a new one; it comes by letter within minutes.
error-spent-link-step-2 = Or start from one of these pages:
error-used-answer-title = This letter has been answered
error-used-answer-lead = Its link works once. What was answered is noted.
error-used-answer-step-1 = To say something else, sign in, or reply to the letter.
error-used-answer-step-2 = Start from one of these pages:
error-ended-answer-title = This letter can no longer be answered by its link
error-ended-answer-lead = The link is too old, or the roles have changed since the letter was written.
error-ended-answer-step-1 = Sign in to answer at the desk, or reply to the letter.
error-ended-answer-step-2 = Start from one of these pages:
error-signed-out-title = You are signed out
error-signed-out-lead = What you sent was not carried out.
error-signed-out-step-1 = Sign in, then do it again.
error-signed-out-step-2 = Or start from one of these pages:
error-denied-title = This is not among your roles
error-denied-lead = You are signed in, but none of your roles allows this. Nothing was changed.
error-denied-step-1 = See your roles under Account, and write to the secretariat if one is missing.
error-denied-step-2 = Or start from one of these pages:
error-foreign-form-title = This form cannot be taken
error-foreign-form-lead = It was not shown by this site to the person now signed in. Nothing was changed.
error-foreign-form-step-1 = Go back, load the page again, and send the form once more.
error-foreign-form-step-2 = Or start from one of these pages:
error-stale-title = The page was no longer up to date
error-stale-lead = Somebody has changed something meanwhile, so nothing was done with what you sent.
error-stale-step-1 = Open the page again and see how things stand.
error-stale-step-2 = Or start from one of these pages:
error-too-large-title = More was sent than a form can hold
error-too-large-lead = It was not saved. What you typed is still in your browser.
error-too-large-step-1 = Go back, and attach long texts as documents instead.
error-too-large-step-2 = Or start from one of these pages:
error-no-room-title = There is no room for documents just now
error-no-room-lead = The disk of the portal is full. The document was not kept; everything saved before is safe.
error-no-room-step-1 = Keep the document, and write to the secretariat with the reference below. Your answers can still be saved.
error-no-room-step-2 = Or go on from one of these pages:
error-too-long-to-set-title = This report is too long for a PDF
error-too-long-to-set-lead = It has more lines than can be set as pages. Nothing of it is lost: its page and its data (JSON) hold all of it.
error-too-long-to-set-step-1 = Go back to the page of the report and read it there, or take its data.
error-too-long-to-set-step-2 = Or go on from one of these pages:
error-no-file-title = The document cannot be given just now
error-no-file-lead = The report names it, but its file is not where it should be. The portal has noted it.
error-no-file-step-1 = Write to the secretariat with the reference below, so that the file can be put back.
error-no-file-step-2 = Or go on from one of these pages:
error-crowded-title = Very many people are here at once
error-crowded-lead = For the moment there is no room for one more. Nothing is lost.
error-crowded-step-1 = Wait a few seconds, then try again; a form can be sent again.
error-crowded-step-2 = Or start from one of these pages:
error-too-many-title = Too many tries
error-too-many-lead = To slow guessing down, this address or account has to wait a few minutes.
error-too-many-step-1 = Wait a few minutes, then try once more.
error-too-many-step-2 = Or start from one of these pages:
recovery-desk = The national desk
recovery-account = Your account
recovery-people = People
recovery-sign-in = Sign in
recovery-password = Set a new password

# --- the secretariat, and published reports
secretariat = Secretariat
queue-title = Queue
queue-lead = Cycle { $cycle }: { $asked } reports asked for, { $count } of them received{ $further ->
    [0] {""}
    [one] , and one that nothing asks for
   *[other] , and { $further } that nothing asks for
}{ $back ->
    [0] .
    [one] ; one that came was taken back.
   *[other] ; { $back } that came were taken back.
}
queue-states = Reports by state
queue-all = All that came
queue-questions = Question open
queue-answers = Answer to read
queue-to-circulate = To circulate
queue-to-publish = To publish
queue-search = State or reference
queue-odd-cycle = “{ $typed }” is no cycle; type a year, as 2027. Shown is cycle { $cycle }.
queue-show-all = Show all, not only “{ $search }”
queue-nothing = There is none here.
queue-age = { $days ->
    [one] 1 day
   *[other] { $days } days
}
queue-due = due { $date }
queue-not-asked = not asked for
queue-open = { $count ->
    [one] 1 open
   *[other] { $count } open
}
queue-answered = { $count ->
    [one] 1 answered
   *[other] { $count } answered
}
queue-to-read = To read
list-shown = { $from } to { $to } of { $count }
list-next = Next
queue-elsewhere = Cycle { $cycle }: { $count ->
    [one] one question is not closed
   *[other] { $count } questions are not closed
}
queue-elsewhere-received = Cycle { $cycle }: { $count ->
    [one] one report to read
   *[other] { $count } reports to read
}
queue-other-cycles = In other cycles:
queue-tick = Tick
queue-tick-all = Tick all shown here
queue-tick-none = Tick none
queue-choose = { $chosen }: choose others
queue-ticked = With the reports ticked:
selection-line = { $report }, version { $version }
selection-none-title = No report is ticked
selection-none-lead = Go back to the queue and tick the reports first.
selection-nothing-title = Nothing to do with these reports
selection-ask-acknowledged = { $count ->
    [one] Acknowledge this report?
   *[other] Acknowledge these reports?
}
selection-ask-circulated = { $count ->
    [one] Circulate this report to the parties?
   *[other] Circulate these reports to the parties?
}
selection-ask-published = { $count ->
    [one] Publish this report, as far as it may be shown?
   *[other] Publish these reports, as far as they may be shown?
}
selection-effect-acknowledged = { $count ->
    [one] Nobody sees more of it by this.
   *[other] Nobody sees more of them by this.
}
selection-effect-circulated = { $count ->
    [one] All parties will see the whole report, with its contacts and documents, whatever the State chose for the public. { $told ->
        [all] The State is told by letter.
       *[none] No letter tells the State: nobody is there to get it.
    } This cannot be undone.
   *[other] All parties will see the whole of each report, with its contacts and documents, whatever the State chose for the public. { $told ->
        [all] Each State is told by letter.
        [none] No letter tells the States: nobody is there to get it.
       *[some] Each State with somebody to get it is told by letter.
    } This cannot be undone.
}
selection-effect-published = { $count ->
    [one] What everyone will see is said below. { $told ->
        [all] The State is told by letter.
       *[none] No letter tells the State: nobody is there to get it.
    } This cannot be undone.
   *[other] What everyone will see is said below of each. { $told ->
        [all] Each State is told by letter.
        [none] No letter tells the States: nobody is there to get it.
       *[some] Each State with somebody to get it is told by letter.
    } This cannot be undone.
}
told-nobody = No letter tells this State: nobody at its desk has an account that letters reach.
told-nobody-do = See who can be invited or put right
showing-whole = Everyone will see the whole report, with its documents.
showing-forms = { $count ->
    [one] Everyone will see Form { $forms }, with its documents, and that the other forms are withheld.
   *[other] Everyone will see Forms { $forms }, with their documents, and that the other forms are withheld.
}
showing-places = { $count ->
    [one] Everyone will see where the original speaks of Form { $forms }, and that the other forms and the original are withheld.
   *[other] Everyone will see where the original speaks of Forms { $forms }, and that the other forms and the original are withheld.
}
showing-closed = { $count ->
    [one] Form { $forms } stays closed, as the State chose.
   *[other] Forms { $forms } stay closed, as the State chose.
}
showing-nothing = Everyone will see that the report was filed and what its cover says of period, note, language and availability; nothing of its forms and documents.
showing-contacts = The contacts on its cover will be shown.
showing-no-contacts = The contacts on its cover will not be shown.
selection-ask = { $count ->
    [0] It cannot be done with the reports ticked, or was done before.
    [one] One report. Nothing has been done yet.
   *[other] { $count } reports. Nothing has been done yet.
}
selection-did-acknowledged = Acknowledged
selection-did-circulated = Circulated to the parties
selection-did-published = Published
selection-did = { $count ->
    [0] Nothing was done.
    [one] It was done with one report.
   *[other] It was done with { $count } reports, each on its own.
}
selection-able-title = To be done
selection-done-title = Done
selection-left-title = Left alone
selection-note = A word to go with it (optional)
selection-note-hint = It stands with the act on the secretariat’s page of each report and in the record of acts. No letter quotes it.
selection-not = Not now
selection-unknown = There is no such version.
selection-newer = Another version of it has come since, or was recalled.
selection-recalled = The State has recalled it.
selection-withdrawn = It was filed by mistake, and has been withdrawn.
selection-done-already = That was done before.
selection-not-circulated = It is not circulated to the parties yet.
selection-changed = Something was done with it since the list was shown: look at it first.
queue-parties = Parties due on { $date }
queue-parties-lead = By who is bound on that day, in the status register of { $date }.
queue-uncirculated = { $count ->
    [one] One report on { $regime } is not circulated yet; the conference opens on { $date }
   *[other] { $count } reports on { $regime } are not circulated yet; the conference opens on { $date }
}
queue-new-version = New version in draft
column-cycle = Cycle
column-age = Age
choice-all = All
choice-show = Show
column-party = State
review-next = What was done, and what comes next
review-note = A word to go with it
review-asked-first = What will be shown to whom is said first; nothing is done yet.
review-note-hint = With a request for correction, which the State reads: which form, and what is asked. The filing stands, with its day of receipt. What is written with another act stays with the secretariat.
review-refused-title = The report was not acknowledged
review-not-done = Nothing was done yet
review-not-done-lead = Words are missing:
review-correction-missing = Say which form is to be corrected, and what is asked. The State reads it.
review-withdrawal-about = For a document that is of another State, report or cycle, or was filed twice. It is then no filing of the State any more, and this cannot be undone; the document can be filed again where it belongs. If the State has begun a correction of it, the document is taken out of that draft.
review-withdrawal-reason = Why it is withdrawn
review-withdrawal-hint = The people of the State for which it was filed read it on the receipt.
review-withdrawal-do = Withdraw the report
review-withdrawal-missing = Say why it is withdrawn. The State reads it on the receipt.
review-note-missing = Record why the report stands, or request a correction.
caution-partially = The State made some forms available to the public: publishing shows these alone.
caution-partially-original = The State made some forms available to the public. What it says stands in the original, which stays closed: publishing shows that the report was filed, and where the original speaks of these forms as far as it is sorted.
caution-no = The State keeps this report from the public: publishing shows that it was filed, and nothing of what it says.
caution-unsaid = The State did not say whether the public may see this report: publishing shows that it was filed, and nothing of what it says.
filed-for-state-title = Filed for the State
filed-for-state = It counts as received on { $date }. No letter tells the State: nobody at its desk has an account that letters reach. Tell its permanent mission another way.
filed-for-state-told = It counts as received on { $date }. The State’s people are told by letter.
caution-narrowed = { $count ->
    [one] Version { $versions } stays public as it is until this version is published.
   *[other] Versions { $versions } stay public as they are until this version is published.
}
caution-later = Version { $number } came later and is not public: what its cover keeps back is kept back only once it is published.
caution-unreached = Nobody at the State’s desk has an account that letters reach, so no question, receipt or other letter about this report reaches it from here.
review-findings = Cover, facts and items: what the rules say
review-findings-none = Nothing to ask about.
finding-confirmed = Confirmed by the State
review-beside = About the report, findings and questions
compare-label = Beside
compare-nothing = No other report
compare-name = Report of { $cycle }, version { $version }
compare-with = Mark what differs from { $version }
compared-with = What differs from { $version } is marked.
compared-nothing = nothing said
version-name = version { $number }
this-report = This report
same-words = The same words in both reports
text-added = added:
text-gone = gone:
items-answered = Answered
items-in-original = In the original
items-in-original-about = Where the secretariat found the item’s form in the original: neither answered nor open.
items-unchanged = Unchanged
items-nothing-to-report = Nothing to report
items-not-applicable = Not applicable
items-applies-if = Applies only if
items-open = Open
items-unsorted = What this report says stands in its document; it is not sorted into forms, so nothing is counted here.
items-in-original-show = Show the items that stand in the original, are open, or apply only if
items-open-show = Show the items that are open, or apply only if
sorting-title = Where the original speaks of each form
sorting-lead = Whoever may see a form sees the place beside it, and a later report can be unchanged since this one. The State’s words, what was filed and its digest stay as they are.
sorting-begin = Sort this report into forms
sorting-again = Correct what was sorted
sorting-said = Sorted last by { $name }, { $when }.
sorting-hint = Pages or headings, for example p. 3–5. Leave a field blank where you found nothing: the form, and its items of the checklist, stay open.
sorting-document = Document
sorting-document-any = Not said
sorting-save = Save the places
sorting-theirs = Saved meanwhile: { $place }
sorting-theirs-open = left open
sorting-long = Give pages or headings, in { $most } letters at most.
sorting-long-title = The places were not saved
sorting-long-lead = A place is too long. What you typed is below.
sorting-none-title = No place was given
sorting-none-lead = Nothing was saved: while the original is not sorted, no form is taken for open. Give at least one place.
sorting-meanwhile-title = Somebody else sorted this report meanwhile
sorting-meanwhile-lead = Nothing was saved. What you typed is below, and beside it what stands where it differs. Save again to put yours in its place.
sorting-done-title = Sorted
sorting-done = The places stand beside the forms. The State sees them at its desk.
sorted-title = Where the secretariat found each form
sorted-lead = Your words and what was filed are unchanged by this.
sorted-wrong = Tell the secretariat what is wrong
remark-title = How the secretariat sorted your report
remark-lead = Say which form stands elsewhere in the original, or is not in it. The secretariat reads it and answers here.
remark-words = What is wrong
question-remarked = With the secretariat
questions-title = Questions
questions-lead = What the secretariat asks about this report, and your answers. Nobody else sees them, and the filing stands whatever you answer.
questions-none = There is no question about this report.
questions-open = { $count ->
    [one] One question to answer
   *[other] { $count } questions to answer
}
questions-about = Where an answer changes what was reported, file a correction or an update from the report's page.
questions-withdrawn = The report is withdrawn, so nothing is asked about it.
question-open = Awaiting an answer
question-answered = Answered
question-closed = Closed
question-whole = About the whole report
question-form = About Form { $letter }
question-ask-form = Ask about Form { $letter }
question-ask-whole = Ask about the whole report
question-words = Question
question-more = Add to this question
question-answer = Your answer
question-missing = Write what is asked.
question-more-missing = Write what you want to add, or close the question.
question-answer-missing = Write the answer.
remark-words-missing = Write what is wrong.
question-send = Send
question-close = Close the question
ready-title = Texts to begin with
ready-figures = A figure differs from that of the last report. Is it a correction, or did something change?
ready-unit = A figure stands without its unit or its year. Which is meant?
ready-provision = Which provision of the act is the penal one?
ready-attachment = The text names a document that did not come with the report. Could you attach it?
review-acknowledged = Acknowledged
review-correction-requested = Correction requested
review-circulated = Circulated to parties
review-published = Published
review-recalled = Recalled by the State
review-withdrawn = Withdrawn by the secretariat
act-done = { $act } by { $name }, { $when }
act-recalled = { $act }: { $name }, { $when }
act-withdrawn = { $act }: { $name }, { $when }. It had been filed by mistake:
do-acknowledged = Acknowledge
do-correction-requested = Request a correction
do-circulated = Circulate to parties
do-withdrawn = Withdraw: filed by mistake
do-published = Publish what may be shown
which-title = File a report received on paper
which-lead = Say which report it is, also one that is not asked for. The next page takes the document itself.
which-refused = Something is missing
which-state-none = Choose a State
which-state-missing = Choose the State that sent it.
which-regime-missing = Choose the kind of report.
which-regime-none = Choose a report
which-cycle-missing = Give the year of the cycle in four figures, for example 2027.
which-cycle-formless = There are no forms for this report in cycle { $cycle }. Give the year of another cycle, or choose another report.
which-cycle-future = Cycle { $cycle } is still to come. Give the year of the cycle that the report is of.
which-cycle-hint = The year for which the State reports.
which-go-on = Go on
on-behalf-title = File for the State
on-behalf-lead = For a report that came on paper or by e-mail. It is filed as it came; nobody types the State’s words again.
on-behalf-came = How it came
on-behalf-date = Day it was received in Geneva
on-behalf-date-hint = This is the day of receipt, whenever it is filed here. For example 2026-03-25, 25/03/2026 or 25 March 2026
on-behalf-date-missing = Give the day on which the report was received.
on-behalf-date-unreadable = “{ $given }” is not a date. Write it as 2026-03-25, 25/03/2026 or 25 March 2026.
on-behalf-date-future = { $date } is still to come. Give the day on which the report was received.
on-behalf-date-early = { $date } is before the State joined the Convention. Give the day on which the report was received.
on-behalf-date-before = The report that it corrects or updates was received on { $date }. Give the day on which this document was received.
on-behalf-how = How did it come?
on-behalf-how-missing = Choose how the report came.
way-choice-post = By post
way-choice-email = By e-mail
way-choice-hand = Handed over on paper
way-post = by post
way-email = by e-mail
way-hand = on paper, handed over
on-behalf-note-number = Number of the note verbale
on-behalf-note-date = Date of the note verbale
on-behalf-note-hint = As the State wrote it; leave it open if there was none.
on-behalf-note-date-hint = As the State wrote it, for example 2026-03-25, 25/03/2026 or 25 March 2026; leave it open if there was none.
on-behalf-availability = Who may see it
on-behalf-availability-chosen = What does the State say about availability?
on-behalf-availability-hint = Take it from the cover of the original. Where the State did not say, the public is not shown the report.
on-behalf-availability-missing = Choose what the State says about availability, or that it did not say.
on-behalf-option-yes = Yes, the whole report may be shown
on-behalf-option-no = No
on-behalf-option-partially = Partially, only the forms ticked below
on-behalf-option-unsaid = The State did not say
on-behalf-forms-hint = The public is shown the original only where all of the report may be shown.
on-behalf-forms-unmeant = Forms are ticked, and partially is not chosen. Choose partially, or take the ticks out.
on-behalf-forms-missing = Tick the forms that may be shown: at least one, and not all of them.
on-behalf-original = The original
on-behalf-original-about = The document as it came: the file that was sent, or a scan of the paper with its cover and note. The State, the secretariat and the parties can have it; the public where the State says yes.
on-behalf-file-missing = Choose the file that holds the original.
on-behalf-odd-file = { $reason ->
    [active] The original does something by itself when it is opened, so readers may not be able to open it. File it all the same?
   *[locked] The original asks for a password, so nobody may be able to read it. File it all the same?
}
law-adopted = adopted { $date }
law-in-force = in force { $date }
on-behalf-name-taken = The report has a document called “{ $name }” already, and an update adds to it. Give the original another name and choose it again.
on-behalf-file-gone = This form holds no file any more: a file waits for a day, and goes where another takes its place or the State writes the report here. Choose it again.
on-behalf-file-holds = This form holds { $name } ({ $size }). It waits here for a day and need not be sent again.
on-behalf-file-replace = To replace it, choose another
on-behalf-changed = Something happened to this report since the form was shown. Look at what stands here now, and at what is typed, before you go on.
on-behalf-refused-title = The report was not filed
on-behalf-look-over = Go on and look it over
on-behalf-confirm-title = File this for the State?
on-behalf-confirm-lead = Nothing is filed yet. Compare State, report and dates with the original.
on-behalf-will-stand = As it will stand
on-behalf-told = The people of the State are told by letter.
on-behalf-untold = No letter tells the State: nobody at its desk has an account that letters reach. Tell its permanent mission another way.
on-behalf-by-mistake = What was filed by mistake can be withdrawn with a reason, until it is circulated.
on-behalf-not-given = not given
on-behalf-odd = To confirm before it is filed
on-behalf-odd-lead = Look at the original once more. Tick each point that is right as it stands, or change what is not. What you confirm is kept with the filing.
on-behalf-odd-stands = I have compared it with the original; it stands as it is
on-behalf-odd-missing = Tick this if it stands as it is, or change what was typed.
on-behalf-odd-refused = Some points are not confirmed
on-behalf-odd-refused-lead = Nothing was filed. Tick each of these if it stands as it is, or change what was typed:
on-behalf-confirmed = Confirmed by the secretariat
on-behalf-odd-cycle = Cycle { $cycle } opens on { $date }: is the report of that cycle?
on-behalf-odd-late = Received { $span } after { $date }, when cycle { $cycle } closed: is the report of that cycle, and is the day that of receipt?
on-behalf-odd-early = Received before { $year } ended, the year that most reports of cycle { $cycle } tell of: is the report of that cycle?
on-behalf-odd-note-unread = The date of the note, “{ $given }”, cannot be read as a date. It stands as it is typed: is it as the State wrote it?
on-behalf-odd-note-ahead = The note is dated { $date }, a day still to come: is that as on the original?
on-behalf-odd-note-later = The note is dated { $span } after the day of receipt: are both as on the original?
on-behalf-odd-note-old = The note is dated { $span } before the day of receipt: are both as on the original?
on-behalf-odd-not-bound = { $state } was not bound by { $instrument } on { $date }. The report is filed as a voluntary one: are State and report right?
on-behalf-odd-not-asked = Nothing asks { $state } for this report of cycle { $cycle }. It is filed as a voluntary one: are report and cycle right?
on-behalf-report = Report
on-behalf-change = Change it
on-behalf-file = File for the State
on-behalf-back = Back to the queue
on-behalf-look = Open the report
on-behalf-drafted-title = { $state } is writing this report here
on-behalf-drafted-lead = A draft is open, so nothing is filed for the State. Ask its focal point whether the draft or the document that came is to stand.
on-behalf-filed-title = This report is filed already
on-behalf-filed-lead = A filing of { $state } stands here. A document that came after it is filed as a correction or an update: a further version, beside which the earlier words stay as they are.
on-behalf-kind = What is the document?
on-behalf-kind-hint = As the State calls it in the document or in its note.
on-behalf-kind-correction = A correction of what was filed
on-behalf-kind-update = An update of what was filed
on-behalf-kind-missing = Choose whether the document corrects or updates what was filed.
on-behalf-further = File a correction or an update that came on paper
on-behalf-by = Filed by
on-behalf-said = The secretariat on behalf of the State, from a document received { $how } on { $date }
recording-title = Record an answer
recording-lead = For an answer that came on paper or by e-mail. It is recorded in the State’s words, and the question says beside them from what it was taken.
recording-refused-title = The answer was not recorded
recording-date-hint = For example 2026-03-25, 25/03/2026 or 25 March 2026
recording-date-missing = Give the day on which the answer was received.
recording-date-future = { $date } is still to come. Give the day on which the answer was received.
recording-date-early = The question was asked on { $date }. Give the day on which the answer to it was received.
recording-how-missing = Choose how the answer came.
recording-sender = From whom
recording-sender-hint = As the document says, for example: Permanent Mission of Austria, Geneva
recording-sender-missing = Say from whom the answer came.
recording-sender-long = Shorten whom the answer is from to 200 letters.
recording-words = The answer, word for word
recording-words-hint = As it stands in the document, in its language, nothing left out of what answers the question. Up to 5,000 letters.
recording-words-missing = Write the answer as it stands in the document.
recording-words-long = Shorten the answer to 5,000 letters; the rest can be recorded as a second answer.
recording-do = Record the answer
recording-offer = Record an answer that came on paper or by e-mail
taking-back-offer = Take back the answer recorded as received on { $date }
taking-back-about = For an answer that belongs to another State, report or question, or was recorded in other words than it came in. Nobody sees it any more then, and this cannot be undone; the right one can be recorded while the question is open.
taking-back-reason = Why it is taken back
taking-back-hint = The State reads it with the question. Repeat nothing of the answer. Up to 1,000 letters.
taking-back-do = Take the answer back
taking-back-missing = Say why the answer is taken back. The State reads it with the question.
taking-back-long = Shorten the reason to 1,000 letters.
thread-taken-back = An answer was recorded here by mistake. The secretariat took it back on { $when }, for this reason:
thread-recorded = { $how ->
    [email] Recorded by the secretariat, { $by }, from an e-mail of { $from }, received on { $date }
    [hand] Recorded by the secretariat, { $by }, from a letter of { $from }, handed over on { $date }
   *[other] Recorded by the secretariat, { $by }, from a letter of { $from }, received by post on { $date }
  }
receipt-on-behalf-title = A report was filed for your State
receipt-on-behalf-lead = It was filed as it came. Look at the original below; your State can file a correction or an update at any time.
receipt-entered = Entered
receipt-entered-by = { $when }, by { $name }
queue-on-behalf = File for the State
unpublished-lead = Received on { $when }, not published.
unpublished-others = To everybody outside your State’s desk there is no report at this address.
unpublished-desk = Go to the report at your desk
unpublished-others-secretariat = To everybody outside the secretariat and the State’s desk there is no report at this address.
unpublished-secretariat = Go to the report at the secretariat
public-lead = Received on { $when }. Shown as far as the State made it available.
public-about = About this report
public-contact = Contact
public-data = As data
filed-lead = Received on { $when }. This is the report as it was filed; nothing changes it.
sample = Sample
public-received = received on { $date }
public-first-received = Report received
public-reason = Why it was filed
version-superseded = Version { $number } came after this one and took its place.
version-taken-back = This version was taken back. Version { $number } stands.
version-standing = See the version that stands
public-superseded = This is not the newest version.
public-newest = See the newest
unsorted-beside = This version is a document that came on paper. It is not sorted into forms and takes no words back; it stands beside:
public-period = Period reported on
public-period-of = { $from } to { $to }
nav-reports = Reports
nav-circulated = Circulated
reports-title = Published reports
reports-lead = { $count ->
    [0] No report of cycle { $cycle } is published here yet.
    [one] One report of cycle { $cycle } is published here.
   *[other] { $count } reports of cycle { $cycle } are published here.
}
reports-lead-state = { $count ->
    [0] No report of { $state } is published here{ $cycle ->
        [all] {""}
       *[other] {" "}for cycle { $cycle }
    }.
    [one] One report of { $state } is published here{ $cycle ->
        [all] {""}
       *[other] {" "}for cycle { $cycle }
    }.
   *[other] { $count } reports of { $state } are published here{ $cycle ->
        [all] {""}
       *[other] {" "}for cycle { $cycle }
    }.
}
reports-newest = The newest, or all of one State
reports-none = Choose another cycle, or look at what a State is asked for on its own page.
reports-withheld = Filed, not available to the public
reports-table = Download this table (CSV)
reports-before = The cycle before
reports-after = The cycle after
reports-about = Shown is what each State made available. A report that is not here may have been filed and kept from the public, or sent before this portal.
public-own-words = The words are those of the State. The secretariat changes nothing in them.
public-nothing = The State filed this report. Nothing of its forms and documents is available to the public; what its cover says for everyone stands below.
public-digest-part = The fingerprint of what is shown here; that of the whole report is on its receipt.
form-changed = New or changed in this report
form-initial = Reported for the first time
form-unchanged-apart = Unchanged since { $year }, apart from figures and acts of the period
form-nothing-in-period = Nothing to report for the period
form-state-nothing-in-period = { $state }; nothing to report for the period
form-withheld = Not made available to the public by the State
circulated-title = Circulated to parties
circulated-lead = { $count ->
    [0] There is no circulated report of cycle { $cycle } for this choice.
    [one] One report of cycle { $cycle } has been circulated.
   *[other] { $count } reports of cycle { $cycle } have been circulated.
}
circulated-about = These reports are addressed to the parties. Some of them, or parts of them, are kept from the public by their State; please treat them accordingly.
circulated-lead-all = { $count ->
    [0] No report of this State has been circulated yet.
    [one] One report of this State has been circulated.
   *[other] { $count } reports of this State have been circulated.
}
circulated-filter-hint = Choose a State and leave the cycle empty to see all that it has circulated.
circulated-report-lead = Received on { $when }. Shown whole, as circulated to the parties.
account-circulated = Reports circulated to parties

# --- letters: what happened, what to do next, until when, one link; never what a State wrote or was asked

letter-report = { $regime } report { $cycle }
letter-greeting = Dear { $name },
letter-greeting-nobody = Dear colleague,
letter-reference = Reference
letter-digest = Digest (SHA-256)
letter-closing = With compliments of the secretariat
letter-courtesy = This letter is a courtesy: nothing is lost without it.
letter-courtesy-link = Get no more letters like this
letter-why = Sent to { $address } because of your role on the portal for national reports under the Convention on Certain Conventional Weapons. Questions are answered by the secretariat; reply to this letter.
letter-invitation-subject = Your account for CCW national reports
letter-invitation-said = { $roles ->
    [empty] The secretariat has opened an account for you on the portal for national reports under the Convention on Certain Conventional Weapons.
   *[other] The secretariat invites you to the portal for national reports under the Convention on Certain Conventional Weapons, as { $roles }, and has opened an account for you there.
  } You sign in with the address to which this letter came.
letter-invitation-next = Choose a password with the link below. The link works once, until { $when }. If you did not expect this letter, nothing is asked of you.
letter-invitation-link = Choose a password
letter-reset-subject = A new password for your account
letter-reset-said = Somebody, most likely you, has asked for a new password for your account on the portal for CCW national reports.
letter-reset-next = Choose one with the link below. The link works once, until { $when }. If you did not ask for it, do nothing: your password stays as it is.
letter-reset-link = Choose a new password
letter-receipt-subject = { $state }: { $filing ->
    [correction] correction of the { $report } received
    [update] update of the { $report } received
   *[other] { $report } received
  }
letter-receipt-said = { $filing ->
    [correction] The correction of the { $report } of { $state } was received on { $geneva } ({ $when }).
    [update] The update of the { $report } of { $state } was received on { $geneva } ({ $when }).
   *[other] The { $report } of { $state } was received on { $geneva } ({ $when }).
  }{ $by ->
    [empty] {""}
   *[other] {" "}It was submitted by { $by }.
  }{ $version ->
    [0] {""}
   *[other] { $filing ->
        [correction] {" "}It corrects version { $version } of { $date }, which stays on record; the day on which the report was received stays the same.
       *[other] {" "}It stands beside version { $version } of { $date }, which stays on record; the day on which the report was received stays the same.
      }
  }
letter-receipt-next = { $version ->
    [0] Nothing more is asked of you for this report. The receipt stays on the portal; until the report is circulated to the parties, it can be recalled there and submitted again.
   *[other] Nothing more is asked of you for this report. The receipt stays on the portal; until this version is circulated to the parties, it can be recalled there, and version { $version } is then the latest again.
  }
letter-receipt-link = See the receipt
letter-filed-on-behalf-subject = { $state }: { $filing ->
    [correction] correction of the { $report } filed for your State
    [update] update of the { $report } filed for your State
   *[other] { $report } filed for your State
}
letter-filed-on-behalf-said = { $filing ->
    [correction] The secretariat has filed a correction of the { $report } of { $state } on the portal on behalf of your State, from a document received on { $date }. It is a further version beside what was filed before; the day on which the report was received stays the same.
    [update] The secretariat has filed an update of the { $report } of { $state } on the portal on behalf of your State, from a document received on { $date }. It is a further version beside what was filed before; the day on which the report was received stays the same.
   *[other] The secretariat has filed the { $report } of { $state } on the portal on behalf of your State, from a document received on { $date }. That day stands as its day of receipt.
}
letter-filed-on-behalf-next = Please look at the receipt. The document is kept as it came, and nothing of it was typed again. Until the report is circulated it can be recalled; a correction or an update can be filed at any time.
letter-filed-on-behalf-link = See the receipt
letter-arrived-subject = { $state }: { $filing ->
    [correction] correction of the { $report } to read
    [update] update of the { $report } to read
   *[other] { $report } to read
}
letter-arrived-said = { $filing ->
    [correction] { $state } has submitted a correction of the { $report }, received on { $geneva } ({ $when }).
    [update] { $state } has submitted an update of the { $report }, received on { $geneva } ({ $when }).
   *[other] { $state } has submitted the { $report }, received on { $geneva } ({ $when }).
}
letter-arrived-next = It waits in the queue to be read and acknowledged.
letter-arrived-link = Read the report
letter-withdrawn-subject = { $state }: { $report } recalled by the State
letter-withdrawn-said = { $state } has recalled the { $report } before it was circulated. Its receipt stays on record.
letter-withdrawn-next = Nothing is asked of you. If another version comes, you receive a letter.
letter-withdrawn-link = Open the report
letter-appointed-subject = Your role on the portal for CCW national reports: { $role }
letter-appointed-said = The secretariat has given your account on the portal for national reports under the Convention on Certain Conventional Weapons a further role: { $role }. Roles that you held before stay as they are.
letter-appointed-next = Sign in as before; the link leads to where this role works. If you did not expect it, reply to this letter.
letter-appointed-link = Open the portal
letter-recalled-subject = { $state }: { $report } recalled
letter-recalled-said = The { $report } of { $state } was recalled by your State before it was circulated. Its receipt stays on record.
letter-recalled-next = Another version can be submitted at any time. The date on which the report is due stays the same.
letter-recalled-link = Open the report
letter-misfiled-subject = { $state }: { $report } withdrawn by the secretariat
letter-misfiled-said = The secretariat had filed the { $report } for { $state } by mistake, and has withdrawn it before it was circulated. It counts as not received; its receipt stays on record. A correction begun from it no longer holds its document.
letter-misfiled-next = The reason stands on the receipt. If the document is a report of your State all the same, please tell the secretariat.
letter-misfiled-link = See the receipt
letter-question-subject = { $state }: a question about the { $report }
letter-question-said = { $form ->
    [none] The secretariat has a question about the { $report } of { $state }.
   *[other] The secretariat has a question about Form { $form } of the { $report } of { $state }.
  }
letter-question-next = Please read it on the portal and answer there. The filing stands, with its day of receipt.
letter-question-link = Read the question
letter-clearance-asked-subject = { $state }: clearance of the { $report } is asked for
letter-clearance-asked-said = Somebody at the desk of { $state } asks that the draft of the { $report } be cleared before it goes out.
letter-clearance-asked-next = Please read the draft on the portal, and note there that it is cleared, or return it with a remark.
letter-clearance-asked-link = Read the draft
letter-clearance-given-subject = { $state }: the { $report } is cleared
letter-clearance-given-said = The draft of the { $report } of { $state } was cleared.
letter-clearance-given-next = It can be submitted on the portal. If the draft is changed first, its page says so.
letter-clearance-given-link = Open the draft
letter-clearance-returned-subject = { $state }: the { $report } was returned
letter-clearance-returned-said = The draft of the { $report } of { $state } was returned with a remark.
letter-clearance-returned-next = Please read the remark on the portal, where the draft can be changed and clearance asked for again.
letter-clearance-returned-link = Read the remark
letter-clearance-withdrawn-subject = { $state }: clearance of the { $report } is no longer asked for
letter-clearance-withdrawn-said = The request to clear the draft of the { $report } of { $state } was taken back by whoever made it.
letter-clearance-withdrawn-next = Nothing need be read or cleared now. If clearance is asked for again, another letter says so.
letter-clearance-withdrawn-link = See where the draft stands
letter-answer-subject = { $state }: an answer about the { $report }
letter-answer-said = { $form ->
    [none] { $state } has answered a question about its { $report }.
   *[other] { $state } has answered a question about Form { $form } of its { $report }.
  }
letter-answer-next = The answer stands on the page of the report.
letter-answer-link = Read the answer
letter-answer-recorded-subject = { $state }: an answer about the { $report } recorded
letter-answer-recorded-said = { $form ->
    [none] The secretariat has recorded on the portal, in the words in which it came, an answer of { $state } to a question about its { $report }. It was received on { $date }.
   *[other] The secretariat has recorded on the portal, in the words in which it came, an answer of { $state } to a question about Form { $form } of its { $report }. It was received on { $date }.
  }
letter-answer-recorded-next = Please compare it with what was sent. Whatever is to be added can be written beneath it on the portal, until the question is closed.
letter-answer-recorded-link = Read the answer
letter-answer-taken-back-subject = { $state }: an answer about the { $report } taken back
letter-answer-taken-back-said = { $form ->
    [none] The secretariat had recorded by mistake an answer of { $state } to a question about its { $report }, and has taken it back. It counts as not given, and nobody sees it any more; the reason stands with the question.
   *[other] The secretariat had recorded by mistake an answer of { $state } to a question about Form { $form } of its { $report }, and has taken it back. It counts as not given, and nobody sees it any more; the reason stands with the question.
  }
letter-answer-taken-back-next = Please read the question again. While it is open, your State can answer it on the portal.
letter-answer-taken-back-link = See the question
letter-remark-subject = { $state }: how its { $report } was sorted
letter-remark-said = { $state } has written about how the secretariat sorted its { $report } into forms.
letter-remark-next = What it says stands on the page of the report.
letter-remark-link = Read it
letter-correction-requested-subject = { $state }: a correction of the { $report } is requested
letter-correction-requested-said = The secretariat asks for a correction of the { $report } of { $state }.
letter-correction-requested-next = What is asked stands on the page of the report. The filing stands, with its day of receipt; a correction is a further version beside it.
letter-correction-requested-link = Open the report
letter-reminder-what = { $count ->
        [1] { $report }
       *[other] { $count } national reports { $cycle }
    }
letter-reminder-subject = { $step ->
        [invitation] { $state }: { $what }, by { $date }
        [last-week] { $state }: { $what }, by { $date }
        [tomorrow] { $state }: { $what }, the last day is { $date }
        [passed] { $state }: { $what }, the date has passed
        [second-notice] { $state }: { $what }, second notice
        [before-the-meetings] { $state }: { $what }, in time for the meetings
       *[other] { $state }: reminder of { $what }, by { $date }
    }
letter-reminder-said = { $step ->
        [invitation] The time for the national reports of the cycle { $cycle } has come. For { $state } it is { $count ->
            [1] one report
           *[other] { $count } reports
        }, by { $date }. Below stands what binds your State, since when, and on what ground the report is asked for.
        [a-new-report] Protocol V enters into force for { $state }, and with it comes a first report, by { $date }.
        [passed] The date for { $what } of { $state } was { $date }. Reports are still welcome, at any time.
        [second-notice] The date for { $what } of { $state } was { $date }, and none has come yet. Reports are still welcome; other parties read them also when they come later.
        [before-the-meetings] The parties meet in the autumn. { $count ->
            [1] The report of { $state } that is still open would then be before them.
           *[other] The reports of { $state } that are still open would then be before them.
        }
        [tomorrow] A report of { $state } has been begun and not submitted. Its date is { $date }, until midnight in Geneva.
       *[other] This is a reminder of { $what } of { $state }, asked for by { $date }.
    }
letter-reminder-next = { $progress ->
        [not-started] Nothing has been begun on the portal yet.{ $kind ->
            [initial] {" "}It is the initial report, and complete.
           *[annual] {""}
        }{ $reader ->
            [reads] {" "}The focal point or a deputy of { $state } begins and writes reports; you can read and submit them. If your State has named neither, a reply to this letter does.
           *[writes] {""}
        }
        [draft] A draft is open on the portal. The link leads to what is still to be done; everything that was saved is there.
        [awaiting-clearance] The draft is written and waits for clearance. Once it is cleared it can be submitted.
        [returned] The draft has come back from clearance with remarks. The link leads to them.
       *[mixed] The link leads to the desk of your State, where each report can be { $reader ->
            [reads] read and submitted; the focal point or a deputy begins and writes reports
           *[writes] started or gone on with
        }.
    }
letter-reminder-link = { $progress ->
        [mixed] Open the desk
        [not-started] { $reader ->
            [reads] Open the page of the report
           *[writes] Start the report
        }
       *[other] { $reader ->
            [reads] Open the report
           *[writes] Go on with the report
        }
    }
letter-reminder-answer = Or answer without signing in: by when you will file, who follows you, or that you are still the right person
letter-reminder-state = { $progress ->
        [draft] By { $date }; a draft is open.
        [awaiting-clearance] By { $date }; waits for clearance.
        [returned] By { $date }; came back from clearance.
       *[other] By { $date }; not begun.{ $earlier ->
            [none] {""}
           *[other] {" "}It can start from your report of { $earlier }: what has not changed since only has to be confirmed.
        }
    }
letter-reminder-kind = { $kind ->
        [initial] { $report }, the first one
       *[annual] { $report }
    }
letter-reminder-calendar = { $report }, { $state }: last day
letter-notice-link = Open the desk
letter-takes-effect-subject = { $state }: { $instrument } enters into force on { $date }
letter-takes-effect-said = From { $date } { $state } is bound by { $instrument } too. It brings a report on the portal.
letter-takes-effect-next = Nothing has to be done now. When the report falls due, a letter comes; until then the desk of your State shows what is asked and when.
letter-takes-effect-link = Open the desk
letter-still-contact-subject = { $state }: are you still the { $role }?
letter-still-contact-said = On the portal for CCW national reports you are the { $role } of { $state }, last confirmed or appointed on { $date }. { $kind ->
    [reader] You read there what is circulated to the parties.
    [clearance_contact] You are named there as the national point of contact on mine clearance, and read what is circulated to the parties.
   *[other] Letters about reports go to you.
  }
letter-still-contact-next = Please say with one click that it is still so, or name who follows you. The link works once, until { $when }.
letter-still-contact-link = Answer
letter-handover-subject = { $state }: a contact names who follows
letter-handover-said = On the portal for CCW national reports a contact of { $state } has named somebody who follows them. Nobody has been appointed by that.
letter-handover-next = Please look at what was said, and appoint the successor or turn it down.
letter-handover-link = Open the handovers
letter-circulated-subject = { $state }: { $report } circulated to the parties
letter-circulated-said = The { $report } of { $state } has been circulated to the High Contracting Parties.
letter-circulated-next = Nothing is asked of you. The parties read it on the portal once they have signed in.
letter-circulated-link = See the report as the parties do
letter-published-subject = { $state }: { $report } published
letter-published-said = { $shown ->
    [nothing] The { $report } of { $state } is on the public list. As your State chose, none of its forms and documents is open to the public, which sees that it was received. { $regime ->
        [APII] The High Contracting Parties have it whole, under article 13(4).
       *[other] The High Contracting Parties have it whole.
    }
   *[open] The { $report } of { $state } has been published, as far as your State has made it available.
  }
letter-published-next = { $shown ->
    [nothing] Nothing is asked of you. What everyone sees stands at the address below, which stays the same.
   *[open] Nothing is asked of you. Everyone can read it at the address below, which stays the same.
  }
letter-published-link = See the public page

# --- letters to come: the secretariat's plan

nav-reminders = Reminders
reminders-title = Reminders
reminders-lead = { $count ->
    [0] No letter is planned until { $date }.
    [one] One letter is planned until { $date }.
   *[other] { $count } letters to { $states ->
        [one] one State
       *[other] { $states } States
    } are planned until { $date }.
}{ $held ->
    [0] {""}
    [one] {" "}One of them is held.
   *[other] {" "}{ $held } of them are held.
}
reminders-released = Letters have been released since { $date }, by { $name }
reminders-released-about = Each goes out on its day. What is dated before the release never goes.
reminders-not-released = No reminder goes out
reminders-not-released-about = An administrator has not released reminders, or has stopped them. The plan shows what would go if they were released today. Letters that follow from an act go all the same: receipts, questions, notices to many States, account letters.
reminders-release = Release letters
reminders-stop = Stop letters
reminders-gone-title = That letter is no longer in the plan
reminders-gone = It went out, somebody decided about it, or the report came. The plan below is as of now.
reminders-decides = Each letter has a page of its own, where a desk officer can hold it, send it ahead or leave it out.
reminders-all = All States, all steps
reminders-none = No letter is planned here.
reminders-overview = What goes out when
reminders-goes-out = Goes out
reminders-letters = Letters
reminders-step = Step
reminders-about = About
reminders-day = { $weekday }, { $date }
reminders-reports = { $regimes }, { $cycle }
reminders-of-regime = { $regimes } enters into force
reminders-of-contact = The contact
reminders-due = Asked for by
reminders-held = Held
reminders-decided = Decided lately
reminders-decided-what = { $state }: { $step }, to { $name }
reminders-decided-written = Sent ahead
reminders-decided-held = Held
reminders-decided-skipped = Not sent
reminders-back = Back to the plan
step-invitation = Invitation
step-first-reminder = First reminder
step-second-reminder = Second reminder
step-third-reminder = Third reminder
step-last-week = One week left
step-tomorrow = Last day
step-passed = The date has passed
step-second-notice = Second notice
step-before-the-meetings = Before the meetings
step-a-new-report = A first report
step-half-way = Half of the time
step-thirty-days-left = Thirty days left
step-a-consent-takes-effect = An instrument enters into force
step-are-you-still-the-focal-point = Still the contact?
reminder-progress-not-started = Not started
reminder-progress-draft = In draft
reminder-progress-awaiting-clearance = Awaiting clearance
reminder-progress-returned = To be changed
reminder-progress-filed = Filed
reminder-title = { $state }: { $step }
reminder-lead = This letter is planned for { $date }.
reminder-lead-held = This letter is planned for { $date }, and is held.
reminder-what = What it is
reminder-text = The letter as it would go today
reminder-text-about = Its link for answering is made when it goes, for its recipient alone; here an ellipsis stands for it.
written-language = Language
written-dates = Dates for calendars
written-hidden = What opens a door is for the recipient alone; here an ellipsis stands for it.
reminder-when = When it goes out
reminder-hold = Hold
reminder-hold-about = A letter that is held waits until somebody lets it go.
reminder-let-go = Let it go
reminder-let-go-about = Once it is let go, it goes out on its day.
reminder-send = Send now
reminder-send-about = Sent now, it goes out within minutes, and not again on its day.
reminder-not-released = It cannot be sent now: letters have not been released.
reminder-decides = A desk officer can hold this letter, send it ahead or leave it out. An administrator releases and stops letters as a whole.
reminder-skip-title = Leave it out
reminder-skip-about = The letter does not go out, now or later. Others to the same State are not touched.
reminder-skip = Do not send this letter
reminder-reason = Reason
reminder-reason-hint = For the record of the secretariat: the State does not see it. For example: agreed by telephone with the mission.
reminder-reason-missing = Say why the letter is not sent, for example: agreed by telephone with the mission.
reminder-others = All letters planned for this State
state-page = page of the State
state-public = Public page of the State
state-contacts = Contacts
state-contacts-none = Nobody is appointed for this State.
state-through-mission = Notes go to the permanent mission alone.
state-successor = { $name } is named as a successor, and nobody has seen to it yet.
state-who-invites = An administrator invites contacts and ends their roles.
state-reports = Reports
state-reports-none = None is asked for, being written, or was filed here.
state-reports-older = { $count ->
    [one] One more report
   *[other] { $count } more reports
}
state-historic = { $count ->
    [one] One report filed before the portal
   *[other] { $count } reports filed before the portal
}
state-day-unknown = day of receipt not known
state-promised = Announced for { $date }
state-questions = Questions that are not closed
state-questions-none = There is none.
state-planned = { $count ->
    [0] No letter is planned until { $date }
    [one] One letter is planned until { $date }
   *[other] { $count } letters are planned until { $date }
}
state-plan = The plan of letters for this State
state-note = Note verbale for this State
state-sent = Letters to these contacts in the last { $days } days
state-sent-none = None was written.
unreached-title = States whom no letter reaches
unreached-link = { $count ->
    [one] One State whom no letter reaches
   *[other] { $count } States whom no letter reaches
}
unreached-lead = { $count ->
    [one] Letters are planned for one State, and there is nobody to receive them.
   *[other] Letters are planned for { $count } States, and there is nobody to receive them.
} Find out through the permanent mission who is in charge, and have that person invited.
unreached-nobody-count = { $count ->
    [one] One State: nobody is appointed
   *[other] { $count } States: nobody is appointed
}
unreached-invited-count = { $count ->
    [one] One State: an invitation was not taken up
   *[other] { $count } States: an invitation was not taken up
}
unreached-bounced-count = { $count ->
    [one] One State: letters come back
   *[other] { $count } States: letters come back
}
unreached-show = Show the States
unreached-from = First letter
unreached-why = Why
unreached-nobody = Nobody is appointed.
unreached-no-mission = Notes go to the permanent mission alone, and nobody is appointed there.
unreached-invited = The invitation was not taken up:
unreached-bounced = Letters come back:
release-lead = From then on each letter goes out on its day, without anybody doing anything.
release-never = A letter dated before today never goes out, not later either. A desk officer can hold or leave out single letters in the plan.
release-soon-title = What would go out in the next { $days } days
release-to = Who gets letters until { $date }
release-to-lead = { $letters ->
    [0] Nobody: no letter is planned that somebody is there to receive.
    [one] One letter
   *[other] { $letters } letters
}{ $letters ->
    [0] {""}
   *[other] {" "}to { $people ->
        [one] one person
       *[other] { $people } people
    } of { $states ->
        [one] one State.
       *[other] { $states } States.
    }
}
release-today = { $count ->
    [0] Nothing goes out today.
    [one] One letter goes out today.
   *[other] { $count } letters go out today.
}
release-soon = { $count ->
    [0] Nothing { $today ->
        [0] {""}
       *[other] more{" "}
    }goes out until { $date }.
    [one] One { $today ->
        [0] {""}
       *[other] more{" "}
    }letter goes out until { $date }.
   *[other] { $count } { $today ->
        [0] {""}
       *[other] more{" "}
    }letters go out until { $date }.
}
release-do = Release letters from today on
release-not = Leave it as it is
stop-lead = Then no planned letter goes out until letters are released again. What is in the outbox already still goes.
stop-soon = What goes out in the next { $days } days if letters are not stopped
stop-do = Stop letters
notes-title = Notes verbales
notes-link = { $count ->
    [0] Notes verbales
   *[other] Notes verbales ({ $count })
}
notes-lead = Texts to go with second notices, to be read and signed. Look first whether a report has come another way.
notes-others = States with a second notice in these days
notes-none = No second notice falls into the next days.
note-title = Note verbale: { $state }
note-see = Text of the note verbale
note-copy = As plain text, to be copied
note-text = Text
note-opening = The secretariat of the Convention on Certain Conventional Weapons presents its compliments to the Permanent Mission of { $state } to the United Nations Office at Geneva and has the honour to refer to { $count ->
    [one] the following national report, which it has not recorded as received:
   *[other] the following national reports, which it has not recorded as received:
}
note-report = { $report }, asked for by { $date }. { $since } { $ground }
note-asks = The secretariat would be grateful if the Permanent Mission could bring this note to the attention of the competent authorities. Reports remain welcome at any time. They can be submitted on the portal at { $address }, or sent to the secretariat in writing.
note-crossed = Should { $count ->
    [one] the report
   *[other] the reports
} have been sent in the meantime, the secretariat expresses its thanks and asks that this note be disregarded.
note-closing = The secretariat avails itself of this opportunity to renew to the Permanent Mission of { $state } the assurances of its highest consideration.
note-place = Geneva, { $date }
note-state-with-article = the { $state }

# --- letters on their way

outbox-title = Outbox
outbox-lead = { $waiting ->
    [0] No letter waits
    [one] One letter waits
   *[other] { $waiting } letters wait
}, { $failed ->
    [0] none was given up
    [one] one was given up
   *[other] { $failed } were given up
}. In the last { $days } days: { $delivered } gone out, { $withdrawn } taken back, { $withheld } kept back because letters to the address come back.
outbox-waiting-title = Waiting
outbox-waiting-none = No letter waits.
outbox-failed-title = Given up
outbox-failed-none = No letter was given up.
outbox-gone-title = Gone out, taken back or kept back
outbox-gone-none = None has gone out lately.
outbox-cut = { $shown } of { $count } are shown.
outbox-unreadable = A letter that cannot be read here
outbox-in-hand = Going out now
outbox-tried = { $count ->
    [0] Not tried yet
    [one] Tried once
   *[other] Tried { $count } times
}
outbox-next = Tried again after { $when }
outbox-reason = Reason: { $reason }
outbox-link-ended = Its link has ended. Send an invitation or a new password anew instead.
outbox-delivered = Went out { $when }
outbox-given-up = Given up { $when }
outbox-taken-back = Taken back { $when }
outbox-kept-back = Kept back { $when }
outbox-again = Try again
outbox-take-back = Take back
outbox-letter-lead = To { $address }, written { $when }.
outbox-back = All letters of the outbox
outbox-act = What can be done
notice-given-up = { $count ->
    [one] One letter was given up lately.
   *[other] { $count } letters were given up lately.
}
notice-unreached = { $count ->
    [one] No letter reaches one State.
   *[other] No letter reaches { $count } States.
}

# --- the letters of the demonstration

letters-title = Letters
letters-lead = In the demonstration letters go to no mailbox. They appear here, and their links work.
letters-none = No letter has been written yet. Ask for a new password or submit a report, and one appears here within seconds.
letters-here = In the demonstration no letter leaves this machine.
letters-see = Read the letters
letters-subject = Subject
letters-to = To
letters-date = Written
letters-text = Text
letters-headers = Headers

# --- people

people-lead = { $count ->
    [0] Nobody has an account that answers to this.
    [one] One account.
   *[other] { $count } accounts.
  }
people-search = Name, address or State
people-none = Nobody answers to this. Try fewer letters, or the State.
people-next = The next hundred
people-person = Person
people-roles = Roles
people-account = Account
people-contact = Contact
people-no-role = No role
people-not-asked = Not asked
people-invite = Invite somebody
people-invite-about = A letter with a link goes to the address; the link works once, for two weeks. Whoever has an account already gets the further role, and a letter that says so.
people-invite-send = Send the invitation
people-invited-title = Done
people-not-invited = Nobody was invited yet
people-not-done = Nothing was changed yet
people-name = Name
people-role = Role
people-state = State
people-state-hint = For the roles of a State. Those of the secretariat have none.
people-state-none = None
people-name-missing = Give the name as letters should address it, for example A. Keller.
people-name-odd = Give the name as letters should address it, for example A. Keller: in one line, and not beginning with =, +, - or @.
people-email-missing = Give a whole address, for example focal.point@example.org.
people-role-missing = Choose a role.
people-state-missing = Choose the State for which this role is held.
people-state-too-much = A role of the secretariat has no State. Choose “None”.
people-role-held = Whoever has this address holds this role already.
people-other-side = This address has a role of the secretariat and would get one of a State, or the other way round. Nobody does both. Use another address, or end the roles that are held first.
people-elsewhere = Yes, the same person: { $name } ({ $held }) gets this role as well: { $role }.
people-elsewhere-missing = Whoever has this address works for another State. Confirm that the same person is meant, or mend the address.
people-both = Roles of both kinds
people-both-do = Roles of the secretariat and of a State are held here together, from before that was forbidden: nobody speaks for both. End those of one kind; another address can have them.
people-given = { $name } ({ $email }) now holds this role: { $role }.
people-given-invited = A letter with a link goes to the address; the account is theirs once they have chosen a password.
people-given-told = A letter that says so goes to them.
people-given-bounced = No letter goes: letters to this address come back. Tell them another way.
people-given-waits = No letter goes: the invitation has not been taken up. A new one names all roles.
people-given-name = Another name was typed; the account keeps its own, { $name }. If somebody else was meant, end the role, and use their own address.
people-since = Since
people-end = End this role
people-holds-nothing = No role. The account can sign in and do nothing.
people-appoint = Give a further role
people-appoint-do = Give the role
people-again = Send a new invitation
people-again-about = The invitation has not been taken up. A new letter goes out, and the link of the last one no longer works.
people-again-do = Send a new invitation
people-close = Close the account
people-close-about = All roles end, and all devices are signed out. What was done under the account stays as it is, with its name. An invitation to the same address opens it again.
people-close-sure = Yes, close it
people-close-unsure = Tick that the account is to be closed.
account-active = In use
account-invited = Invited
contact-title = Are you still the focal point?
contact-said = You are the focal point of { $state }, confirmed on { $date } for cycle { $cycle }.
contact-said-before = You are the focal point of { $state }. You last confirmed it on { $date }, and not yet for cycle { $cycle }.
contact-unsaid = You are the focal point of { $state }. You have not confirmed it yet for cycle { $cycle }.
contact-confirm = I am still the focal point of { $state }
contact-other = If somebody else should be the focal point, tell the secretariat; it will invite your successor.
state-people-title = People of your State
state-people-lead = Everybody with a role for your State here. The secretariat gives the roles.
state-people-of = People who work for { $state }
state-people-change = If somebody is missing here, or no longer works for your State, tell the secretariat.

# --- notices

notices-title = Letters to many States
notices-lead = One letter to the desks of the States you choose. You see it, and who gets it, before anything goes out.
notices-lead-read = One letter to the desks of chosen States. Desk officers write them; administrators see what was sent and how far it is.
notices-latest = Sent lately
notices-none = None yet.
notice-refused = Nothing has been sent
notice-subject = Subject
notice-words = Text
notice-words-hint = Plain text; an empty line begins a paragraph. Each copy greets its reader by name, ends with the compliments of the secretariat, and leads to the desk.
notice-to = To
notice-to-parties = Parties to { $instrument }
notice-to-open = States whose { $report } report of this cycle has not come
notice-to-some = The States ticked below
notice-states = States, one by one
notice-roles = Roles
notice-go-on = Look at it
notice-no-subject = Write a subject.
notice-long-subject = Shorten the subject to { $most } letters at most.
notice-no-words = Write the text.
notice-long-words = Shorten the text to { $most } letters at most; what is longer is better sent as a link.
notice-no-states = Choose to which States it goes; with the last choice tick at least one of them.
notice-ticked-in-vain = States are ticked, and the letter would not go by the ticks. Choose the ticked States, or take the ticks away.
notice-no-roles = Tick at least one role.
notice-preview-title = { $count ->
        [0] Nobody would get this letter
        [1] One person will get this letter
       *[other] { $count } people will get this letter
    }
notice-preview-lead = Nothing has been sent yet. This is how it will read.
notice-preview-first = Each copy greets its own reader. This is the one for { $name }, { $address }.
notice-preview-people = Who gets it
notice-preview-unreached = Nobody is reached there
notice-preview-unreached-said = These States get no copy: nobody with such a role has taken up an account, or letters come back.
notice-people-changed = Who gets it has changed
notice-people-changed-said = Since you looked at this letter somebody was appointed or dismissed, or letters reach them no longer or again. Nothing has been sent; look at the list once more.
notice-sent-otherwise = Another letter has gone out from this form already, and it stands below. This one is a letter of its own: look at it and send it.
notice-send = Send it
notice-change = Change it
notice-sent-by = Sent by { $who } on { $when }.
notice-progress = { $delivered } of { $all } have gone out.{ $failed ->
        [0] {""}
        [1] {" "}One was given up.
       *[other] {" "}{ $failed } were given up.
    }{ $kept ->
        [0] {""}
        [1] {" "}One was kept back.
       *[other] {" "}{ $kept } were kept back.
    }
notice-look-again = Look again

# --- remind

remind-contact = contact
remind-held = {"  "}(held)
remind-letters = { $count ->
        [0] No reminders.
        [1] 1 reminder, in one letter.
       *[other] { $count } reminders, in { $letters ->
            [1] one letter
           *[other] { $letters } letters
        }: what one person is told on one day is one letter.
    }
remind-none = { $reason } { $count ->
        [1] Once
       *[other] { $count } times
    }, { $states ->
        [1] one State
       *[other] { $states } States
    }.
remind-none-state = { $count ->
        [1] { $first }
       *[other] { $count } letters from { $first } to { $last }
    }: { $about }
no-letter-not-asked = No letter: the State is not asked for the report in this cycle.
no-letter-filed = No letter: a report stands.
no-letter-not-drafted = No letter: nobody has begun a report.
no-letter-promised = No letter: the State said by when it will file, and that day has not passed.
no-letter-before-release = No letter: its day came before letters were released.
no-letter-superseded = No letter: a later one says what matters now.
left-out-no-courtesy = No letter: chose not to get courtesy letters
left-out-bounced = No letter: the address bounced on { $date }{ $count ->
    [0] {""}
   *[other] ; written to instead: { $names }
}
no-letter-bounced = No letter: letters to this address come back; others at the desk are written to.
no-letter-no-courtesy = No letter: its reader chose not to get courtesy letters.
no-letter-nobody-reached = No letter: nobody at the desk of the State is reached.
no-letter-written = No letter: it was written already.
no-letter-skipped = No letter: somebody decided so.

# Letters answered by their link, and promises.
courtesy-title = Courtesy letters
courtesy-lead = For { $name }
courtesy-choice = Your choice
courtesy-about = These letters ask for nothing that another letter does not ask for in time.
courtesy-which = They are:
courtesy-others = All others go on coming: the invitation, reminders in the last thirty days, notices after the date, receipts, and whatever the secretariat asks.
courtesy-wanted = You get courtesy letters
courtesy-unwanted = You get no courtesy letters
courtesy-end = Send me no courtesy letters
courtesy-again = Send me courtesy letters again
courtesy-back = The choice can be changed here, or under “Your account” on the portal, whenever you like.
answer-title = Answer the letter
answer-lead = For { $name }, { $state }
answer-about = Answer here without signing in. The link works once; nothing is done before you press a button.
answer-due-on = asked for by { $date }
answer-stay-title = Your answer
answer-stay-about = Say one of these or both at once.
answer-stay-do = Note my answer
answer-stay-nothing = Tick that you still are, or give the day by which the reports will be filed.
answer-confirm-title = Everything as before
answer-confirm = I am still the { $roles } of { $state }
answer-handover-title = Somebody else follows me
answer-handover-about = Say who. The secretariat sees to it and invites your successor; until then your role stays as it is.
answer-handover-name = Name of your successor
answer-handover-email = Their e-mail address
answer-handover-do = Name my successor
answer-same-title = Nothing has changed since the last report
answer-same-about = After signing in, the report can be started from the last one, so that only what changed has to be written.
answer-same-do = Start the { $report }
answer-others-title = Who writes the reports
answer-others-about = The focal point or a deputy of { $state } begins and writes them; after signing in you can read them and submit them. If your State has neither, write to the secretariat.
answer-not-noted = The answer was not noted
answer-noted-title = Thank you, it is noted
answer-noted-confirm = You are still the { $roles } of { $state }; letters go on coming to this address.
answer-noted-handover = You have named { $name }, { $email }, to follow you as { $roles } of { $state }. The secretariat has been told; it looks at this and invites your successor. Until then your role stays as it is.
answer-noted-promise = { $state } will file the { $reports } by { $date }. { $count ->
    [one] Reminders of this report wait until then, and the date on which it is asked for stays the same.
   *[other] Reminders of these reports wait until then, and the dates on which they are asked for stay the same.
}
answer-noted-next = The link is used up, and this page can be closed. What else there is to do stands at your desk.
promise-title = We will file by a date
promise-about = Reminders wait until then. The date that the treaty or a decision sets stays as it is.
promise-reports = Reports that will come by then
promise-reports-missing = Tick the reports that will come by then.
promise-day = We will file by
promise-day-hint = For example 2027-03-25, 25/03/2027 or 25 March 2027
promise-day-missing = Give the day by which the report will be filed, for example 25 March 2027.
promise-day-unreadable = “{ $given }” is not understood as a date. Write the day first, for example 25 March 2027.
promise-day-without-year = “{ $given }” does not say which year, in full. Write the whole date, for example { $date }.
promise-day-without-day = “{ $given }” does not say which day. Write the whole date, for example { $date }.
promise-day-outside = { $date } is not after today and within a year. Give such a day.
promise-do = Note the date
promise-page-lead = What is promised here is shown at your desk and to the secretariat.
promise-stands = Announced by your State for { $date }
promise-add = Say by when
promise-change = Change the date
promise-stands-on = So far: { $date }.
promise-back = Back to the desk

# Contacts of the States and handovers.
contacts-title = Contacts of the States
contacts-lead = Who is written to for each State, who is its mine clearance contact, whether letters reach them, and which States bound by the Convention have nobody at their desk here.
contacts-all = All contacts
contacts-counted = { $contacts ->
    [0] No contact: nobody holds a role for a State.
    [one] One contact: a role that somebody holds for a State.
   *[other] { $contacts } contacts: each is a role that somebody holds for a State, and stands under one of the words after “All contacts”.
} { $states ->
    [0] Letters reach somebody in every State bound by the Convention.
    [one] In one State bound by the Convention letters reach nobody.
   *[other] In { $states } States bound by the Convention letters reach nobody.
}
contacts-none = There is no such contact.
contacts-health = Letters
contacts-missing = { $count ->
    [one] One State without a contact
   *[other] { $count } States without a contact
}
contacts-nobody = They are bound by the Convention, and nobody is appointed at their desk.
contacts-invite = Invite a focal point
contacts-invite-one = Each name leads to the form by which a focal point is invited.
contacts-csv = These lines as CSV
contacts-works = Letters work again
health-nobody = States where letters reach nobody
health-bounced = Letters come back
health-invited = Invitation open
health-silent = No answer
health-unconfirmed = Not confirmed for a year
health-appointed = Appointed
health-confirmed = Confirmed
contact-health-bounced = Letters come back since { $date }
contact-health-invited = Invited on { $date }, not taken up
contact-health-silent = Asked on { $date }, no answer yet
contact-health-unconfirmed = { $said ->
    [confirmed] Last confirmed on { $date }
   *[appointed] Appointed on { $date }, never confirmed
  }
contact-health-appointed = Appointed on { $date }
contact-health-confirmed = Confirmed on { $date }
handovers-title = Handovers
handovers-about = Contacts have said who follows them. Nobody is appointed until an administrator does so.
handover-successor = Successor
handover-by = Said by
handover-said = { $name }, { $date }
handover-appoint = Invite
handover-turn-down = Turn down
wishes-title = Letters through the mission only
wishes-about = These States wish to receive letters through their permanent mission alone.
wishes-add = Through the mission only
wishes-end = Write to all contacts again

# --- rules and form sets

data-title = Rules and form sets
data-lead = What the portal goes by when it asks for reports and checks them. What proves wrong, or was recalled and not read, is put right here by a new version.
data-how = A version is kept first, tried on the reports there are, and then put in force. Reports that were filed keep the forms they answered; drafts of a cycle that gets other forms keep what was typed.
data-kind-rules = Rules
data-kind-form-set = Form set
data-name = Version
data-kind = Of what
data-state = Status
data-in-force = In force
data-misfit = In force, but does not fit this program: its own rules hold
data-not-in-force = Not in force
data-why = Why it was made
data-of-program = Comes with the program
data-added-by = Added by { $who }, { $when }
data-version = { $kind } { $name }
data-rules-lead = Each rule with its sentences, what it rests on, and how well that is known.
data-misfit-lead = This program cannot go by this version: { $faults }. Taken out of force, it is kept, and the rules of the program hold.
data-forms-lead = { $title }, from the cycle { $cycle } on. What is marked was recalled, and is to be confirmed.
data-source = Source: { $source }
data-put-in-force = Put in force
data-take-out = Take out of force
data-make-new = Make a new version from this
data-refused = This could not be done
data-changes = In what it differs from what is in force
data-trial = Try it on every report filed so far
data-trial-title = What version { $name } of the rules would change
data-trial-lead = { $reports ->
    [0] No report was filed yet.
    [one] One filed report was read by version { $name } of the rules and by version { $now }, which is in force
   *[other] { $reports } filed reports were read by version { $name } of the rules and by version { $now }, which is in force
}{ $reports ->
    [0] {""}
   *[other] { $touched ->
        [0] : they say the same of each.
        [one] : of one they say something else.
       *[other] : of { $touched } they say something else.
    }
}
data-trial-cut = There are more reports than a page can read. All are read by the command: ccw-portal check --all --rules { $name }
data-trial-gone = Said no more
data-trial-new = Said anew
data-trial-reports = Of which reports something else is said
data-trial-first = The first { $count } reports of which something else is said
data-trial-finding = { $rule }, { $severity }: { $sentence }
data-trial-back = Back to the version
data-place = Place
data-before = In force
data-after = In this version
data-nothing = nothing
data-field = Key
data-label = Question
data-articles = Articles
data-rules = Rules
data-rule = Rule
data-of-requests = Requests
data-sentences = What it says
data-rests-on = Rests on
data-from-cycle = from the cycle { $cycle } on
data-until-cycle = up to the cycle { $cycle }
data-new = A new version: { $kind }
data-new-rules = Give it a name of its own at version. Keep the rules that you change and take the others out: of those, what comes with the program holds, whatever an earlier version said. A rule is switched off with last_cycle, and changed from a cycle on by a second entry with first_cycle.
data-new-forms = Give it a name of its own at version, and at first_cycle the cycle from which on it holds; nothing may have been filed for that cycle. Keys stay as they are: rules and earlier answers go by them.
data-faults = The file does not hold together
data-why-hint = For example: letter of Form F confirmed by the printed form of 2009.
data-document = Data file (TOML)
data-document-hint = It is not in force when it is kept.
data-add = Keep this version
forms-changed-title = Other forms hold for this report now
forms-changed = This draft was written on { $given }; for its cycle { $expected } holds. Your answers go to the forms of the same questions; nothing is lost.
forms-changed-left = These texts have no place in the new forms. They stay in the history of the draft; copy what you want to say elsewhere.
forms-changed-take-over = Take the draft over into the new forms
