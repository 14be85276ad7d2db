use super::counted;

#[test]
fn executions_are_read_from_the_fuzzers_last_words() {
    let said = "Done 4180 runs in 2 second(s)\n\
                stat::number_of_executed_units: 4180\n\
                stat::average_exec_per_sec:     2090\n";
    assert_eq!(counted(said), Some(4180));
    assert_eq!(counted("error: no such target\n"), None);
}
