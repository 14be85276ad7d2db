use super::*;

/// Head of the digest and bucket, computed with Python's hashlib and
/// unicodedata: sha256 of `re.sub(r"\s", "", re.sub("[0-9]", "0",
/// normalize("NFKC", text).lower()))`.
#[test]
fn keys_and_buckets_are_those_of_python() {
    for (text, head, bucket) in [
        ("Your code is 123456", 0xe369_d599_0960_da5a, 3),
        ("您的验证码是8842，请勿告诉他人", 0xa1f8_dad7_2767_c65e, 7),
        ("ＦＲＥＥ gift at shop.example", 0x791b_e42f_a7af_9be4, 3),
        ("see you at 7 tonight", 0xd543_5ab1_30d9_5c96, 7),
        ("İstanbul'da buluşalım ΣΑΣ", 0x6ecd_d8e9_2081_5420, 9),
        ("①②③ lunch\u{3000}at\u{a0}one", 0x5141_b1ff_65a3_5217, 3),
        ("fi ﬁ ｶﾞ é e\u{301}", 0x9a16_b8e1_655a_c0ea, 5),
        ("", 0xe3b0_c442_98fc_1c14, 0_u8),
    ] {
        let key = normal_key(text);
        let found = u64::from_be_bytes(key[..8].try_into().unwrap());
        assert_eq!((found, Bucket::of(&key).number()), (head, bucket), "{text}");
    }
}

#[test]
fn codes_amounts_and_spacing_make_no_new_message() {
    let key = normal_key("Pay 1,250 by 03 May");
    assert_eq!(key, normal_key("pay  9,999 BY 17 May\u{1f}"));
    assert_ne!(key, normal_key("pay 12,500 by 03 May"), "the number of digits counts");
}

#[test]
fn one_bucket_is_withheld_one_is_dev() {
    let part = |head: u8| {
        let mut key = [0; 32];
        key[3] = head;
        Bucket::of(&key).part()
    };
    assert_eq!([part(0), part(1), part(2), part(9)], {
        use PartName::{Dev, Train, Withheld};
        [Withheld, Dev, Train, Train]
    });
}
