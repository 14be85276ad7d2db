use quell_train::{recipe::Recipe, training::*, examples::Examples};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let r = Recipe::parse(&std::fs::read_to_string(&a[1]).unwrap()).unwrap();
    let ex = Examples::read(&r, &a[2].split(',').map(|x| x.into()).collect::<Vec<_>>()).unwrap();
    let t = train_on(&r, &ex, &Silent).unwrap();
    let h = t.heads[0].as_ref().unwrap();
    let mut v: Vec<_> = (0..h.out_of_fold.rows.len()).map(|i| (h.platt.apply(h.out_of_fold.log_odds[i]) - h.threshold, h.out_of_fold.truth[i], h.out_of_fold.rows[i])).filter(|x| (x.0 >= 0.0) != x.1).collect();
    v.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let n: usize = a[3].parse().unwrap();
    println!("{} errors, {} fp", v.len(), v.iter().filter(|x| !x.1).count());
    for x in v.iter().step_by((v.len()/n).max(1)) { println!("{:.2} {} {:?}", x.0, x.1, ex.rows[x.2].text); }
}
