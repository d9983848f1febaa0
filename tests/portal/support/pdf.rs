//! What a PDF says, as poppler reads it.

use std::process::Command;

use tempfile::NamedTempFile;

fn run(program: &str, arguments: &[&str], pdf: &[u8], after: &[&str]) -> String {
    let file = NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let run = Command::new(program).args(arguments).arg(file.path()).args(after).output();
    let run = run.unwrap_or_else(|error| panic!("{program}: {error}; `tests/run` installs what is needed"));
    assert!(
        run.status.success(),
        "{program}: {}{}",
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr)
    );
    String::from_utf8(run.stdout).unwrap()
}

/// Its pages as text, in the order of reading, in lines as they are set.
pub(crate) fn pages(pdf: &[u8]) -> Vec<String> {
    let text = run("pdftotext", &[], pdf, &["-"]);
    text.split_terminator('\u{c}').map(str::to_owned).collect()
}

/// All its words in the order of reading, with one space between two.
pub(crate) fn words(pdf: &[u8]) -> String {
    let text = pages(pdf).join(" ").replace('\u{200b}', "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What it says of itself.
pub(crate) fn about(pdf: &[u8]) -> String {
    run("pdfinfo", &[], pdf, &[])
}

/// Its tags, as those meet them who listen to it.
pub(crate) fn tags(pdf: &[u8]) -> String {
    run("pdfinfo", &["-struct-text"], pdf, &[])
}

/// Stops where the file is not sound.
pub(crate) fn make_sure(pdf: &[u8]) {
    run("qpdf", &["--check"], pdf, &[]);
}
