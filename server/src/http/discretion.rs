//! Forms whose answer must not tell whether an address is known: not by its words, which are the same, and not by the time
//! it takes (OWASP ASVS 5.0, 6.3.8).

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::MethodRouter;

/// Every answer takes at least so long. What differs is a few rows more or fewer, a millisecond or two; nobody notices
/// either after having filled in a form.
const LEAST: Duration = Duration::from_millis(50);

/// Has a form's answers take equally long.
pub(super) fn discreet<S: Clone + Send + Sync + 'static>(form: MethodRouter<S>) -> MethodRouter<S> {
    form.layer::<_, Infallible>(from_fn(evenly))
}

async fn evenly(request: Request, next: Next) -> Response {
    // The work goes on while the time passes, so whoever asks much at once is served as quickly as before.
    tokio::join!(next.run(request), tokio::time::sleep(LEAST)).0
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use axum::routing::post;
    use tower::ServiceExt as _;

    use super::{LEAST, discreet};

    #[tokio::test]
    async fn a_quick_answer_takes_as_long_as_a_slow_one() -> Result<(), Box<dyn std::error::Error>> {
        for form in [post(|| async {}), post(|| tokio::time::sleep(LEAST / 2))] {
            let begun = tokio::time::Instant::now();
            let answer = discreet::<()>(form).oneshot(Request::post("/").body(Body::empty())?).await?;
            assert!(answer.status().is_success());
            assert!(begun.elapsed() >= LEAST);
        }
        Ok(())
    }
}
