//! Languages that a report is written in, by BCP 47 tag.

/// The six official languages of the United Nations, in the order of their English names.
pub const OFFICIAL_LANGUAGES: [&str; 6] = ["ar", "zh", "en", "fr", "ru", "es"];

/// Others that States write in, in the order of their English names. A report in yet another keeps its tag.
pub const OTHER_LANGUAGES: [&str; 57] = [
    "sq", "hy", "az", "be", "bn", "bs", "bg", "ca", "hr", "cs", "da", "nl", "et", "fi", "ka", "de", "el", "he", "hi",
    "hu", "is", "id", "ga", "it", "ja", "kk", "km", "ko", "ky", "lo", "lv", "lt", "mk", "ms", "mt", "mn", "ne", "no",
    "fa", "pl", "pt", "ro", "sr", "si", "sk", "sl", "sw", "sv", "tg", "ta", "th", "tr", "tk", "uk", "ur", "uz", "vi",
];
