/// Whether a column's name says that it holds somebody's number, name or device.
pub(super) fn looks_personal(column: &str) -> bool {
    let name = column.to_lowercase();
    ANYWHERE.iter().any(|word| name.contains(word))
        || name.split(|c: char| !c.is_alphanumeric()).any(|part| ALONE.contains(&part))
}

/// Words that say so wherever they stand in a name, as in `phonenumber`.
const ANYWHERE: [&str; 21] = [
    "phone",
    "mobile",
    "msisdn",
    "number",
    "name",
    "sender",
    "recipient",
    "receiver",
    "imei",
    "imsi",
    "address",
    "email",
    "contact",
    "subscriber",
    "手机",
    "电话",
    "号码",
    "姓名",
    "地址",
    "身份证",
    "联系人",
];

/// Words so short that they must stand alone, as in `sent_to`.
const ALONE: [&str; 8] = ["from", "to", "tel", "cell", "user", "ip", "passport", "birthday"];
