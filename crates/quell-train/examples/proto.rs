use quell_train::{corpus::*, recipe::Recipe, training::*, evaluation, eval::Resampling};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let mut text = std::fs::read_to_string(&a[1]).unwrap();
    if let Some(c) = a.get(4) { text = text.replace("c = 32.0", &format!("c = {c}")); }
    let r = Recipe::parse(&text).unwrap();
    let t0 = std::time::Instant::now();
    let t = train(&r, &a[2].split(',').map(|x| x.into()).collect::<Vec<_>>(), &Silent).unwrap();
    eprintln!("{:?} {:?} bytes {} epochs {:?} features {}", t0.elapsed(), t.card.cross_validation, t.bytes.len(), t.heads[0].as_ref().unwrap().model.epochs(), t.card.features);
    std::fs::write("/tmp/out.quell", &t.bytes).unwrap();
    let m = quell_classifier::Model::open(t.bytes).unwrap();
    for f in a[3].split(',').filter(|f| !f.is_empty()).collect::<Vec<_>>().join(",").split(',') {
        if f.is_empty() { continue; } let rows: Vec<Row> = RowReader::open(f.as_ref(), ReadOptions::default()).unwrap().map(|r| r.unwrap()).collect();
        let rep = evaluation::evaluate(&m, &rows, Resampling { replicates: 40, seed: 1 }).unwrap();
        let j = serde_json::to_value(&rep).unwrap();
        if f.is_empty() { continue; } println!("{f} f1 {:.4} auc {:.4} r@1% {} flagged {}", j["unwanted"]["f1"].as_f64().unwrap_or(0.), j["unwanted"]["roc_auc"].as_f64().unwrap_or(0.), j["unwanted"]["recall_at_fpr"]["0.01"], j["flagged"]);
    }
}
