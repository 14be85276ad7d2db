use super::*;

/// `+` yes, `-` no, `?` not decided: unwanted, essential, fraud; then the topic.
fn decided(label: Label, source: &str, category: &str) -> String {
    let row = Row {
        source: Some(source.to_owned()),
        category: Some(category.to_owned()),
        ..row("", label)
    };
    let Decision { unwanted, essential, fraud, topic } = Decision::of(&row);
    let sign = |head: Option<bool>| head.map_or('?', |yes| if yes { '+' } else { '-' });
    let heads: String = [unwanted, essential, fraud].map(sign).into_iter().collect();
    format!("{heads} {}", topic.map_or("", Topic::name))
}

#[test]
fn what_a_row_decides() {
    use Label::{Essential, Fraud, Ham, Marketing, Personal, Spam};
    for (label, source, category, expected) in [
        (Personal, "", "", "--- "),
        (Essential, "", "", "-+- "),
        (Ham, "", "", "-?- "),
        (Marketing, "", "", "+-- "),
        (Fraud, "", "", "+-+ "),
        (Spam, "", "", "+-? "),
        (Marketing, "zh_fbs", "AD:Retail", "+-- retail"),
        (Marketing, "zh_fbs", "AD:Network_service", "+-- telecom"),
        (Marketing, "zh_fbs", "AD:Real_estate", "+-- realestate"),
        (Marketing, "zh_fbs", "AD:Loan", "+-- finance"),
        (Marketing, "zh_fbs", "AD:Other", "+-- other"),
        (Spam, "zh_fbs", "FR:Phishing(Bank)", "+-+ finance"),
        (Spam, "zh_fbs", "FR:Financial", "+-+ finance"),
        (Spam, "zh_fbs", "FR:Other", "+-+ other"),
        (Spam, "zh_fbs", "FR:Phishing(Other)", "+-+ other"),
        (Spam, "zh_fbs", "IL:Gambling", "+-+ gambling"),
        (Spam, "zh_fbs", "IL:Escort_service", "+-+ gambling"),
        (Spam, "zh_fbs", "IL:Fake_ID_and_invoice", "+-+ agency"),
        (Spam, "zh_fbs", "IL:Political_propaganda", "+-- other"),
        (Spam, "zh_fbs", "Other", "+-? "),
        (Marketing, "zh_80w", "real_estate", "+-- realestate"),
        (Marketing, "zh_80w", "recruit", "+-- recruitment"),
        (Marketing, "zh_80w", "used_car", "+-- auto"),
        (Marketing, "zh_80w", "service_ads", "+-- other"),
        (Marketing, "zh_80w", "loan_fraud", "+-? finance"),
        (Marketing, "zh_80w", "bank_transfer_fraud", "+-+ finance"),
        (Marketing, "id_sms", "promo", "+-- telecom"),
        (Spam, "id_sms", "fraud", "+-+ "),
        (Spam, "elsewhere", "fraud", "+-? "),
    ] {
        assert_eq!(decided(label, source, category), expected, "{source}: {category}");
    }
}

#[test]
fn a_rows_own_topic_wins_and_a_wanted_row_has_none() {
    let topic = Some(Topic::Auto);
    let own = Row { topic, ..row("", Label::Marketing) };
    assert_eq!(Decision::of(&own).topic, topic);
    let wanted = Row { topic, ..row("", Label::Essential) };
    assert_eq!(Decision::of(&wanted).topic, None);
}

#[test]
fn names_in_files_are_names_in_code() {
    for label in Label::ALL {
        assert_eq!(serde_json::to_value(label).unwrap(), label.name());
        assert_eq!(Label::from_name(label.name()), Some(label));
    }
    for topic in Topic::ALL {
        assert_eq!(serde_json::to_value(topic).unwrap(), topic.name());
        assert_eq!(Topic::from_name(topic.name()), Some(topic));
    }
}

#[test]
fn one_row_reads_the_same_from_json_and_table() {
    let expected = Row {
        id: Some("7".to_owned()),
        text: "Autumn sale,\nshop.example".to_owned(),
        label: Some(Label::Marketing),
        lang: Some("en".to_owned()),
        source: Some("mine".to_owned()),
        category: None,
        topic: Some(Topic::Retail),
        flags: vec!["soft".to_owned(), "mixed".to_owned()],
        sender: None,
    };
    let from_json = jsonl(
        r#"{"id":7,"text":"Autumn sale,\nshop.example","label":"marketing","lang":"en","new":[1],
           "source":"mine","topic":"retail","flags":["soft","mixed"],"category":null}"#
            .replace('\n', "")
            .as_str(),
    );
    let from_csv = csv("id,text,label,lang,source,topic,flags,category\r\n\
         7,\"Autumn sale,\nshop.example\",marketing,en,mine,retail,soft|mixed,\r\n");
    assert_eq!(from_json.unwrap(), std::slice::from_ref(&expected));
    assert_eq!(from_csv.unwrap(), std::slice::from_ref(&expected));
    let written = serde_json::to_string(&expected).unwrap();
    assert_eq!(jsonl(&written).unwrap(), [expected]);
}

#[test]
fn unlabelled_files_and_plain_text_are_read_when_labels_are_not_needed() {
    let free = || ReadOptions { labels_required: false, ..ReadOptions::default() };
    let rows = read(b"one\n\r\n two \nthree", Syntax::Text, free()).unwrap();
    let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(texts, ["one", " two ", "three"]);
    assert_eq!(read(b"text\nhello\n", Syntax::Csv, free()).unwrap().len(), 1);
    assert_eq!(csv("text\nhello\n").unwrap_err().bad_lines()[0].reason, Reason::NoLabel);
}

#[test]
fn stats_count_what_rows_say() {
    let mut stats = Stats::default();
    for (length, label) in [(1, Label::Ham), (2, Label::Spam), (3, Label::Spam), (50, Label::Spam)]
    {
        stats.add(&row(&"字".repeat(length), label));
    }
    let Quantiles { min, p25, median, p75, p99, max } = stats.lengths();
    assert_eq!([min, p25, median, p75, p99, max], [1, 1, 2, 3, 50, 50]);
    assert_eq!((stats.labels["spam"], stats.sources["-"], stats.decided["fraud=-"]), (3, 4, 3));
}

/// A pipe may give its bytes one by one.
#[test]
fn a_stream_is_told_by_as_many_bytes_as_it_takes() {
    struct Slowly(std::io::Cursor<Vec<u8>>);
    impl std::io::Read for Slowly {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            self.0.read(&mut into[..1])
        }
    }
    let row = "{\"text\":\"hi there\"}\n";
    let mut packed = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    std::io::Write::write_all(&mut packed, row.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    for bytes in [format!("\n \n{row}").into_bytes(), format!("\u{FEFF}{row}").into_bytes(), packed]
    {
        let options = ReadOptions { labels_required: false, ..ReadOptions::default() };
        let stream = Slowly(std::io::Cursor::new(bytes));
        let rows = RowReader::from_stream("stream", stream, options).unwrap();
        let texts: Vec<String> = rows.map(|row| row.unwrap().text).collect();
        assert_eq!(texts, ["hi there"]);
    }
}
