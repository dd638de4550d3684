//! The address is the state.

use domain::filter::Query;

/// Path and query in canonical order.
pub fn address(path: &str, query: &Query) -> String {
    let pairs = query.pairs();
    if pairs.is_empty() {
        return path.to_owned();
    }
    let mut encoded = form_urlencoded::Serializer::new(String::new());
    encoded.extend_pairs(pairs);
    format!("{path}?{}", encoded.finish())
}

/// The query of an address.
pub(super) fn query(search: &str) -> Query {
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(search.trim_start_matches('?').as_bytes()).into_owned().collect();
    Query::from_pairs(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))
}

#[cfg(test)]
mod tests {
    use super::{address, query};

    #[test]
    fn what_is_typed_comes_back_from_the_address() {
        let typed = query("?q=R%26D+%3Cb%3E&topic=screening&topic=diagnosis&nonsense=1");
        assert_eq!(address("/programme", &typed), "/programme?topic=screening&topic=diagnosis&q=R%26D+%3Cb%3E");
        assert_eq!(query(address("", &typed).as_str()), typed);
    }
}
