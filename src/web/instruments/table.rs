//! Every step of the curves, for programs.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::known;
use crate::domain::code::InstrumentCode;
use crate::domain::treaty::Register;
use crate::web::Site;
use crate::web::address::Spelled;
use crate::web::error::PageError;
use crate::web::kept::PublicPage;
use crate::web::plot::growth;

/// Every step of every curve, for programs.
pub(in crate::web) async fn table(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    Site::public_data(&site, &request, "/instruments.csv".into(), |_, edition| {
        let codes = edition.register.instruments().iter().map(|one| one.code);
        PublicPage::csv(STEP_COLUMNS, codes.flat_map(|code| step_lines(&edition.register, code)))
    })
    .await
}

/// Every step of one curve, for programs.
pub(in crate::web) async fn growth_table(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let register = &site.portal.edition().register;
    let (Spelled::Right(code) | Spelled::Otherwise(code)) = known(register, &code)?;
    Site::public_data(&site, &request, format!("/instruments/{code}.csv"), move |_, edition| {
        PublicPage::csv(STEP_COLUMNS, step_lines(&edition.register, code))
    })
    .await
}

const STEP_COLUMNS: [&str; 4] = ["instrument", "from", "states_bound", "register_as_of"];

fn step_lines(register: &Register, code: InstrumentCode) -> Vec<[String; 4]> {
    let steps = growth(register, code, register.as_of()).into_iter();
    steps
        .map(|(day, count)| [code.to_string(), day.to_string(), count.to_string(), register.as_of().to_string()])
        .collect()
}
