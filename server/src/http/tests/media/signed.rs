//! Signed addresses.

use axum::http::StatusCode;

use super::super::Site;
use super::video;

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_address_opens_one_file_until_it_ends() {
    let site = Site::open(None).await;
    let file = site.ready("Talk.mp4", video(100)).await;
    let other = site.ready("Talk.mp4", video(100)).await;
    let signed = site.state.media_address(&file.key, &file.name, true);
    assert_eq!(signed, site.state.media_address(&file.key, &file.name, true));
    let status = async |path: &str| {
        let request = axum::http::Request::get(path).header("host", "site.test");
        let request = request.body(axum::body::Body::empty()).expect("a request");
        tower::ServiceExt::oneshot(site.site.clone(), request).await.expect("infallible").status()
    };
    assert_eq!(status(&signed).await, StatusCode::OK);
    let (plain, query) = signed.split_once('?').expect("a signature");
    let (until, signature) = query.split_once('&').expect("a signature");
    let end: i64 = until.trim_start_matches("until=").parse().expect("a number");
    let flipped = if signature.ends_with('0') { "1" } else { "0" };
    for tampered in [
        format!("{plain}?until={}&{signature}", end + 3_600),
        format!("{plain}?{until}&{}{flipped}", &signature[..signature.len() - 1]),
        format!("{plain}?{until}&{}", &signature[..signature.len() - 2]),
        format!("{plain}?{until}&signature="),
        format!("{plain}?{until}"),
        format!("{plain}?{signature}"),
        format!("{}?{query}", site.state.media_address(&other.key, &other.name, false)),
    ] {
        assert_eq!(status(&tampered).await, StatusCode::FORBIDDEN, "{tampered}");
    }
    // Twelve hours at least, thirteen at most.
    site.passes(12 * 60 - 1).await;
    assert_eq!(status(&signed).await, StatusCode::OK);
    site.passes(61).await;
    assert_eq!(status(&signed).await, StatusCode::FORBIDDEN);
    let again = site.state.media_address(&file.key, &file.name, true);
    assert_eq!(status(&again).await, StatusCode::OK);
}
