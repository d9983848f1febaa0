//! Every URL of the portal.

use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::web::{self, ServiceConfig};
use actix_web::{Handler, HttpRequest, HttpResponse, Responder, Route, guard};

use super::error::{self, PageError};
#[cfg(feature = "pdf")]
use super::pdf;
use super::{
    account, answer, assets, circulated, courtesy, data, desk, health, help, home, instruments, letters, metrics,
    outbox, parties, people, reminders, reports, secretariat, verify,
};

/// Each address and what answers it.
type Address = (&'static str, fn() -> Route);

/// What can be read, with GET; HEAD answers like GET.
pub const ADDRESSES: &[Address] = &[
    ("/", || get(home::index)),
    ("/parties", || get(parties::index)),
    ("/parties.csv", || get(parties::table)),
    ("/parties/{iso3}", || get(parties::show)),
    ("/depositary.csv", || get(parties::actions)),
    ("/instruments", || get(instruments::index)),
    ("/instruments.csv", || get(instruments::table)),
    ("/instruments/{code}.csv", || get(instruments::growth_table)),
    ("/instruments/{code}", || get(instruments::show)),
    ("/help", || get(help::index)),
    ("/verify", || get(verify::show)),
    ("/sign-in", || get(account::form)),
    ("/password", || get(account::ask)),
    ("/invitation/{secret}", || get(account::invitation)),
    ("/answer/{secret}", || get(answer::answer)),
    ("/courtesy/{secret}", || get(courtesy::show)),
    ("/account", || get(account::account)),
    ("/desk", || get(desk::index)),
    ("/desk/reports/{reference}", || get(desk::report)),
    ("/desk/reports/{reference}/check", || get(desk::check)),
    ("/desk/reports/{reference}/clearance", || get(desk::clearance)),
    ("/desk/reports/{reference}/submit", || get(desk::submit_form)),
    ("/desk/reports/{reference}/receipt", || get(desk::receipt)),
    #[cfg(feature = "pdf")]
    ("/desk/reports/{reference}/receipt.pdf", || get(pdf::receipt)),
    #[cfg(feature = "pdf")]
    ("/desk/reports/{reference}/draft.pdf", || get(pdf::draft)),
    #[cfg(feature = "pdf")]
    ("/desk/reports/{reference}/filed.pdf", || get(pdf::filed)),
    ("/desk/reports/{reference}/recall", || get(desk::recall_form)),
    ("/desk/reports/{reference}/promise", || get(desk::promise_form)),
    ("/desk/reports/{reference}/discard", || get(desk::discard_form)),
    ("/desk/reports/{reference}/history", || get(desk::history)),
    ("/desk/reports/{reference}/attachments", || get(desk::attachments)),
    ("/desk/reports/{reference}/attachments/{sha256}", || get(desk::document)),
    ("/desk/reports/{reference}/cover", || get(desk::cover)),
    ("/desk/reports/{reference}/summary", || get(desk::summary)),
    ("/desk/reports/{reference}/unchanged", || get(desk::short)),
    ("/desk/reports/{reference}/profile", || get(desk::profile)),
    ("/desk/reports/{reference}/forms/{letter}", || get(desk::form)),
    ("/desk/reports/{reference}/answers", || get(desk::choose)),
    ("/desk/people", || get(people::state)),
    ("/desk/reports/{reference}/filed", || get(desk::filed)),
    ("/desk/reports/{reference}/filed.json", || get(desk::filed_document)),
    ("/desk/reports/{reference}/questions", || get(desk::questions)),
    ("/reports", || get(reports::index)),
    ("/reports.csv", || get(reports::table)),
    #[cfg(feature = "pdf")]
    ("/reports/{reference}.pdf", || get(pdf::public)),
    ("/reports/{reference}.json", || get(reports::data)),
    ("/reports/{reference}", || get(reports::show)),
    ("/reports/{reference}/attachments/{sha256}", || get(reports::document)),
    ("/circulated", || get(circulated::index)),
    #[cfg(feature = "pdf")]
    ("/circulated/{reference}.pdf", || get(pdf::circulated)),
    ("/circulated/{reference}.json", || get(circulated::data)),
    ("/circulated/{reference}", || get(circulated::show)),
    ("/circulated/{reference}/attachments/{sha256}", || get(circulated::document)),
    ("/secretariat", || get(secretariat::index)),
    #[cfg(feature = "pdf")]
    ("/secretariat/reports/{reference}.pdf", || get(pdf::received)),
    ("/secretariat/reports/{reference}", || get(secretariat::report)),
    ("/secretariat/reports/{reference}/on-behalf", || get(secretariat::on_behalf)),
    ("/secretariat/reports/{reference}/questions/{question}/answer", || get(secretariat::recording)),
    ("/secretariat/parties/{iso3}", || get(secretariat::party)),
    ("/secretariat/selection", || get(secretariat::selection)),
    ("/secretariat/notices", || get(secretariat::notices)),
    ("/secretariat/notices/{id}", || get(secretariat::notice)),
    ("/secretariat/on-behalf", || get(secretariat::which)),
    ("/secretariat/contacts", || get(people::contacts)),
    ("/secretariat/contacts.csv", || get(people::contacts_table)),
    ("/secretariat/people", || get(people::index)),
    ("/secretariat/people/{id}", || get(people::person)),
    ("/secretariat/reminders", || get(reminders::index)),
    ("/secretariat/reminders/letter", || get(reminders::show)),
    ("/secretariat/reminders/release", || get(reminders::ask_release)),
    ("/secretariat/reminders/note", || get(reminders::note)),
    ("/secretariat/outbox", || get(outbox::index)),
    ("/secretariat/outbox/{id}", || get(outbox::letter)),
    ("/secretariat/data", || get(data::index)),
    ("/secretariat/data/version", || get(data::show)),
    ("/secretariat/data/trial", || get(data::trial)),
    ("/secretariat/data/new", || get(data::ask)),
    ("/letters", || get(letters::index)),
    ("/letters/{id}", || get(letters::show)),
    ("/secretariat/reports/{reference}/attachments/{sha256}", || get(secretariat::document)),
    ("/static/{name}", || get(assets::show)),
    ("/robots.txt", || get(assets::robots)),
    ("/healthz", || get(health::alive)),
    ("/readyz", || get(health::ready)),
    ("/metrics", || get(metrics::show)),
];

/// What can be sent, with POST.
pub const FORMS: &[Address] = &[
    ("/sign-in", || web::post().to(account::sign_in)),
    ("/sign-out", || web::post().to(account::sign_out)),
    ("/account/courtesy", || web::post().to(courtesy::choose_signed_in)),
    ("/account/sign-out-everywhere", || web::post().to(account::sign_out_everywhere)),
    ("/password", || web::post().to(account::asked)),
    ("/invitation/{secret}", || web::post().to(account::taken_up)),
    ("/answer/{secret}", || web::post().to(answer::answered)),
    ("/courtesy/{secret}", || web::post().to(courtesy::choose)),
    ("/desk/reports/{reference}", || web::post().to(desk::start)),
    ("/desk/reports/{reference}/recall", || web::post().to(desk::recall)),
    ("/desk/reports/{reference}/promise", || web::post().to(desk::promise)),
    ("/desk/reports/{reference}/discard", || web::post().to(desk::discard)),
    ("/desk/reports/{reference}/clearance", || web::post().to(desk::clear)),
    ("/desk/reports/{reference}/submit", || web::post().to(desk::submit)),
    ("/desk/reports/{reference}/attachments", || web::post().to(desk::attach)),
    ("/desk/reports/{reference}/attachments/{sha256}", || web::post().to(desk::detach)),
    ("/desk/reports/{reference}/cover", || web::post().to(desk::save_cover)),
    ("/desk/reports/{reference}/summary", || web::post().to(desk::save_summary)),
    ("/desk/reports/{reference}/unchanged", || web::post().to(desk::save_short)),
    ("/desk/reports/{reference}/profile", || web::post().to(desk::save_profile)),
    ("/desk/reports/{reference}/forms/{letter}", || web::post().to(desk::save_form)),
    ("/desk/reports/{reference}/answers", || web::post().to(desk::take)),
    ("/desk/reports/{reference}/questions", || web::post().to(desk::remark)),
    ("/desk/reports/{reference}/questions/{question}", || web::post().to(desk::answer)),
    ("/secretariat/reports/{reference}", || web::post().to(secretariat::act)),
    ("/secretariat/reports/{reference}/questions", || web::post().to(secretariat::ask)),
    ("/secretariat/reports/{reference}/questions/{question}", || web::post().to(secretariat::follow_up)),
    ("/secretariat/reports/{reference}/questions/{question}/answer", || web::post().to(secretariat::record)),
    ("/secretariat/reports/{reference}/questions/{question}/answers/{message}", || {
        web::post().to(secretariat::take_back)
    }),
    ("/secretariat/reports/{reference}/on-behalf", || web::post().to(secretariat::file_on_behalf)),
    ("/secretariat/reports/{reference}/classification", || web::post().to(secretariat::sort)),
    ("/secretariat/notices", || web::post().to(secretariat::write_notice)),
    ("/secretariat/selection", || web::post().to(secretariat::act_on_selection)),
    ("/secretariat/reminders", || web::post().to(reminders::decide)),
    ("/secretariat/reminders/release", || web::post().to(reminders::release)),
    ("/secretariat/outbox", || web::post().to(outbox::act)),
    ("/desk/contact", || web::post().to(people::confirm)),
    ("/secretariat/contacts", || web::post().to(people::act_on_contact)),
    ("/secretariat/data", || web::post().to(data::act)),
    ("/secretariat/people", || web::post().to(people::invite)),
    ("/secretariat/people/{id}", || web::post().to(people::act)),
];

pub(super) fn table(config: &mut ServiceConfig) {
    for (address, route) in ADDRESSES {
        let form = FORMS.iter().find(|(own, _)| own == address);
        let mut resource = web::resource(*address).route(route());
        if let Some((_, form)) = form {
            resource = resource.route(form());
        }
        let allowed = if form.is_some() { READ_AND_SENT } else { READ };
        config.service(resource.default_service(web::to(move |site, request| other_method(site, request, allowed))));
    }
    for (address, form) in FORMS.iter().filter(|(address, _)| !ADDRESSES.iter().any(|(read, _)| read == address)) {
        let other = web::to(|site, request| other_method(site, request, SENT));
        config.service(web::resource(*address).route(form()).default_service(other));
    }
    config.default_service(web::to(error::not_found));
}

const READ: &str = "GET, HEAD";
const SENT: &str = "POST";
const READ_AND_SENT: &str = "GET, HEAD, POST";

fn get<F, Args>(handler: F) -> Route
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::route().guard(guard::Any(guard::Get()).or(guard::Head())).to(handler)
}

async fn other_method(site: web::Data<super::Site>, request: HttpRequest, allowed: &'static str) -> HttpResponse {
    let mut answer = error::page(&site, &request, &PageError::OtherMethod);
    answer.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    answer
}
