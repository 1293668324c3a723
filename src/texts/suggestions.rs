//! English names for what Swedish editors write: fields of the format, and the words in its closed
//! lists.

/// What fields are often called, by the list that contains their object. An empty list name means
/// anywhere.
const FIELDS: &[(&str, &str, &str)] = &[
    ("commitments", "mål", "targets"),
    ("commitments", "målen", "targets"),
    ("commitments", "aktör", "actors"),
    ("commitments", "aktörer", "actors"),
    ("commitments", "ansvarig", "actors"),
    ("commitments", "fokusområde", "focus_areas"),
    ("commitments", "fokusområden", "focus_areas"),
    ("commitments", "plats", "place"),
    ("commitments", "rättelse", "correction"),
    ("commitments", "fortsätter", "continues"),
    ("commitments", "del_av", "part_of"),
    ("commitments", "rapporter", "reports"),
    ("commitments", "utfall", "outcome"),
    ("commitments", "resultat", "outcome"),
    ("targets", "antal", "goal"),
    ("targets", "mål", "goal"),
    ("targets", "enhet", "unit"),
    ("targets", "typ", "kind"),
    ("targets", "type", "kind"),
    ("targets", "sort", "kind"),
    ("targets", "gräns", "bound"),
    ("targets", "minst", "bound"),
    ("targets", "plats", "place"),
    ("targets", "rapporter", "reports"),
    ("targets", "utfall", "outcome"),
    ("targets", "resultat", "outcome"),
    ("reports", "antal", "amount"),
    ("reports", "mängd", "amount"),
    ("reports", "värde", "value"),
    ("reports", "enhet", "unit"),
    ("reports", "läge", "state"),
    ("reports", "status", "state"),
    ("reports", "anteckning", "note"),
    ("reports", "kommentar", "note"),
    ("reports", "comment", "note"),
    ("reports", "text", "note"),
    ("reports", "av", "by"),
    ("reports", "vem", "by"),
    ("reports", "slutlig", "final"),
    ("reports", "minst", "bound"),
    ("reports", "källa", "source"),
    ("outcome", "skäl", "reason"),
    ("outcome", "orsak", "reason"),
    ("outcome", "kommentar", "comment"),
    ("outcome", "note", "comment"),
    ("period", "från", "from"),
    ("period", "start", "from"),
    ("period", "till", "to"),
    ("period", "slut", "to"),
    ("period", "end", "to"),
    ("actors", "namn", "name"),
    ("actors", "typ", "kind"),
    ("actors", "type", "kind"),
    ("places", "namn", "name"),
    ("places", "beskrivning", "description"),
    ("focus_areas", "namn", "title"),
    ("focus_areas", "name", "title"),
    ("focus_areas", "titel", "title"),
    ("focus_areas", "beskrivning", "description"),
    ("municipality", "namn", "name"),
    ("municipality", "kommunkod", "code"),
    ("municipality", "kod", "code"),
    ("police", "namn", "name"),
    ("indicators", "enhet", "unit"),
    ("indicators", "namn", "label"),
    ("indicators", "serier", "series"),
    ("values", "år", "year"),
    ("values", "värde", "value"),
    ("tips", "mottagare", "receiver"),
    ("tips", "telefon", "phone"),
    ("tips", "mejl", "email"),
    ("tips", "epost", "email"),
    ("tips", "e-post", "email"),
    ("tips", "ändamål", "purpose"),
    ("tips", "syfte", "purpose"),
    ("tips", "lagringstid", "retention"),
    ("tips", "rättigheter", "rights"),
    ("tips", "personuppgiftsansvarig", "controller"),
    ("tips", "dataskyddsombud", "data_protection_contact"),
    ("", "kommun", "municipality"),
    ("", "polis", "police"),
    ("", "polisen", "police"),
    ("", "aktörer", "actors"),
    ("", "åtaganden", "commitments"),
    ("", "löften", "commitments"),
    ("", "fokusområden", "focus_areas"),
    ("", "platser", "places"),
    ("", "källor", "sources"),
    ("", "uppföljning", "follow_up"),
    ("", "språk", "lang"),
    ("", "uppdaterad", "updated"),
    ("", "undertecknat", "signed"),
    ("", "avsnitt", "sections"),
    ("", "bilder", "images"),
    ("", "dokument", "documents"),
    ("*", "datum", "date"),
    ("*", "titel", "title"),
    ("*", "rubrik", "title"),
    ("*", "källa", "source"),
    ("*", "text_sv", "text"),
    ("*", "adress", "url"),
    ("*", "länk", "url"),
];

/// The field that was probably meant by the last name in a path, written in Swedish.
pub fn field(path: &str) -> Option<&'static str> {
    let (parent, key) = path.rsplit_once('.').unwrap_or(("", path));
    let parent = parent.rsplit('.').next().unwrap_or_default();
    let parent = parent.split('[').next().unwrap_or_default();
    let key = key.to_lowercase();
    let of = |place: &str| FIELDS.iter().find(|(list, word, _)| *list == place && *word == key);
    of(parent).or_else(|| of("*")).map(|(.., field)| *field)
}

/// What a word in a closed list means: "precis" for `exact`.
pub fn meaning(word: &str) -> Option<&'static str> {
    Some(match word {
        "exact" => "precis",
        "at_least" => "minst",
        "week" => "vecka",
        "month" => "månad",
        "quarter" => "kvartal",
        "half_year" => "halvår",
        "year" => "år",
        "increase" => "öka",
        "decrease" => "minska",
        "not_begun" => "inte påbörjat",
        "begun" => "påbörjat",
        "done" => "klart",
        "met" => "nått",
        "partly_met" => "delvis nått",
        "not_met" => "inte nått",
        "discontinued" => "avbrutet",
        "cannot_tell" => "går inte att avgöra",
        "count" => "ett antal",
        "rate" => "ett antal per vecka, månad …",
        "every" => "alla eller varje",
        "share" => "en andel i procent",
        "change" => "mer eller mindre av något",
        "milestone" => "något som ska bli klart",
        "cumulative" => "allt hittills",
        "police" => "polisen",
        "municipality" => "kommunen",
        "partner" => "samarbetspartner",
        "authority" => "annan myndighet",
        "other" => "annat",
        "situation" => "lägesbild",
        "background" => "bakgrund",
        "aim" => "syfte",
        "effect" => "väntad effekt",
        "higher" => "högre är bättre",
        "lower" => "lägre är bättre",
        "place" => "plats",
        "police_area" => "lokalpolisområde",
        "region" => "region",
        "country" => "landet",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swedish_name_of_a_field_is_understood_where_it_is() {
        for (path, expected) in [
            ("commitments[0].mål", Some("targets")),
            ("commitments[0].targets[2].mål", Some("goal")),
            ("commitments[0].targets[2].Antal", Some("goal")),
            ("commitments[0].targets[2].reports[0].antal", Some("amount")),
            ("commitments[0].reports[0].datum", Some("date")),
            ("commitments[0].outcome.skäl", Some("reason")),
            ("kommun", Some("municipality")),
            ("commitments[0].kommun", None),
            ("tips.färg", None),
        ] {
            assert_eq!(field(path), expected, "{path}");
        }
    }

    /// The names of the fields anywhere in the schema.
    #[cfg(feature = "tool")]
    #[test]
    fn every_suggestion_is_a_field_of_the_format_and_no_word_is_one_already() {
        use crate::promise::schema::schema;
        let schema = schema();
        for (_, word, field) in FIELDS {
            assert!(schema.contains(&["\"", field, "\": "].concat()), "{field}");
            assert_ne!(word, field);
        }
    }
}
