//! A store on this machine that speaks S3, by a server that is not ours.

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use object_store::aws::AmazonS3Builder;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tokio::net::TcpListener;

use app::server::{MailMode, Settings};

use super::super::{MEDIA_MOST, NOW, Site};
use crate::media::{MediaStore, Tools, bucket_of};

impl Site {
    /// A site that keeps files in a bucket, behind a prefix.
    pub(super) async fn open_on_s3() -> Self {
        Self::open_on_s3_as("secret").await
    }

    /// The same by a key that the store may not know.
    async fn open_on_s3_as(secret: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(folder.path().join("s3/bucket")).expect("a bucket");
        let files = FileSystem::new(folder.path().join("s3")).expect("a store");
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single("access", "secret"));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(serve(listener, service.build()));
        let described = AmazonS3Builder::new()
            .with_endpoint(endpoint)
            .with_access_key_id("access")
            .with_secret_access_key(secret)
            .with_allow_http(true);
        let objects = bucket_of(described, "bucket/of/site").expect("a bucket");
        let settings = Settings {
            base_url: "http://site.test".to_owned(),
            mail: MailMode::NotConfigured,
            peertube: Vec::new(),
            name_server: None,
            nightly_backup: false,
            pseudo_locale: false,
        };
        Self::open_in(folder, MediaStore::new(objects, MEDIA_MOST, Tools::of_path()), NOW, settings, |_| ()).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_files_says_when_their_store_does_not_answer() {
    for (secret, answers) in [("secret", true), ("another", false)] {
        let site = Site::open_on_s3_as(secret).await;
        assert_eq!(site.media.answers().await.is_ok(), answers, "{secret}");
        let page = site.get_as("/admin/media", &site.editor().await).await;
        assert_eq!(page.body.contains("does not answer"), !answers, "{}", page.body);
    }
}

async fn serve(listener: TcpListener, service: S3Service) {
    while let Ok((stream, _)) = listener.accept().await {
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service.clone());
        tokio::spawn(async move { drop(connection.await) });
    }
}
