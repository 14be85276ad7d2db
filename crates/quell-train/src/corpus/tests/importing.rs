use super::*;

fn manifest(format: &str, labels: &str) -> Manifest {
    Manifest::parse(&format!(
        "name = 'mine'\nlang = 'en'\nrepository = 'owner/name'\nfiles = []\nlicence = 'MIT'\n\
         citation = ''\ncommand = ''\n{format}\n[labels]\n{labels}\n"
    ))
    .unwrap()
}

/// Imports files of these names; `label text`, by part and line, sorted.
fn imported(manifest: &Manifest, files: &[(&str, &str)]) -> Result<Vec<String>, CorpusError> {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let paths: Vec<PathBuf> =
        files.iter().map(|(name, text)| file(from.path(), name, text)).collect();
    import(manifest, &paths, to.path(), false, |_| ())?;
    let mut rows = vec![];
    for part in PartName::ALL {
        let path = to.path().join(format!("mine.{}.jsonl.gz", part.name()));
        if path.exists() {
            rows.extend(
                RowReader::open(&path, ReadOptions::default()).unwrap().map(Result::unwrap),
            );
        }
    }
    let shown = |row: &Row| {
        let category = row.category.as_deref().unwrap_or("-");
        format!("{} {category} {}", row.label.unwrap().name(), row.text)
    };
    let mut shown: Vec<String> = rows.iter().map(shown).collect();
    shown.sort();
    Ok(shown)
}

#[test]
fn every_kind_of_file_becomes_rows() {
    let two = "yes = { label = 'spam', category = 'c' }\nno = { label = 'ham' }";
    for (format, name, text) in [
        (
            "kind='table'\ntext='T'\nlabel='L'\ndelimiter=';'",
            "a.csv",
            "T;L;x\n\"hi \n\";no;\nbuy;yes;\n",
        ),
        (
            "kind='table'\nlabel='l'\ndelimiter='\\t'\ncolumns=['l','text']\nquotes=false",
            "a",
            "no\thi\nyes\tbuy\n",
        ),
        (
            "kind='jsonl'\ntext='body'\nlabel='l'",
            "a.json",
            "{\"body\":\"hi\",\"l\":\"no\"}\n{\"body\":\"buy\",\"l\":\"yes\"}",
        ),
        (
            "kind='json'\nlabel='l'",
            "a.json",
            "[{\"text\":\"hi\",\"l\":\"no\"},\n{\"text\":\"buy\",\"l\":\"yes\"}]",
        ),
    ] {
        let manifest = manifest(&format!("[format]\n{}", format.replace("\\t", "\t")), two);
        assert_eq!(
            imported(&manifest, &[(name, text)]).unwrap(),
            ["ham - hi", "spam c buy"],
            "{format}"
        );
    }
    let lines = manifest("[format]\nkind='lines'\nrejoin=true", two);
    let words = "请 到 shop example 领取 3 元 \n";
    assert_eq!(imported(&lines, &[("yes", words)]).unwrap(), ["spam c 请到shop example领取3元"]);
    let xml = manifest("[format]\nkind='xml'", "'*' = { label = 'ham' }");
    let text =
        "<message id=\"1\"><text>a &lt;3 &#x4f60;&amp; b</text></message>\n<text>c & d</text>";
    assert_eq!(imported(&xml, &[("a.xml", text)]).unwrap(), ["ham - a <3 你& b", "ham - c & d"]);
}

#[test]
fn repeats_stay_once_and_two_labels_not_at_all() {
    let manifest =
        manifest("[format]\nkind='lines'", "h = { label = 'ham' }\ns = { label = 'spam' }");
    let files = [
        ("h", "code 11\ncode 22\nfree gift 1\n\u{3000}\n"),
        ("s", "Free gift 2\nfree gift 3\nbuy\n"),
    ];
    assert_eq!(imported(&manifest, &files).unwrap(), ["ham - code 11", "spam - buy"]);
}

#[test]
fn unmapped_labels_and_other_digests_stop_the_import() {
    let label = "h = { label = 'ham' }";
    let lines = manifest("[format]\nkind='lines'", label);
    let error = imported(&lines, &[("unknown", "a\nb\n")]).unwrap_err();
    assert_eq!(error.bad_lines()[1], BadLine { line: 2, reason: Reason::UnmappedLabel });

    // Of the four bytes "abc\n", as sha256sum has it.
    let digest = "edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb";
    let pinned = manifest(&format!("sha256 = {{ h = '{digest}' }}\n[format]\nkind='lines'"), label);
    assert_eq!(imported(&pinned, &[("h", "abc\n")]).unwrap(), ["ham - abc"]);
    let error = imported(&pinned, &[("h", "abd\n")]).unwrap_err();
    assert_eq!(error.kind(), CorpusErrorKind::Digest);
}

#[test]
fn every_manifest_of_the_project_is_sound() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../datasets/manifests");
    let mut names = vec![];
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let manifest = Manifest::open(&path).unwrap();
        assert_eq!(path.file_stem().unwrap(), manifest.name.as_str());
        assert_eq!(manifest.repository.split('/').count(), 2, "{}", manifest.repository);
        assert!(manifest.command.contains(&format!("datasets/manifests/{}.toml", manifest.name)));
        names.push(manifest.name);
    }
    names.sort();
    let expected = "en_nus_ham en_uci id_sms tr_sms zh_80w zh_fbs zh_msglog zh_nus_ham zh_tianshan";
    assert_eq!(names.join(" "), expected);
}
