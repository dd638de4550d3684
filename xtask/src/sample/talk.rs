//! What the sample says and shows. That it is a sample is said first and last, and stands on every slide.

/// A slide, and what is said with it.
pub(super) struct Slide {
    pub(super) title: &'static str,
    pub(super) lines: &'static [&'static str],
    pub(super) said: &'static [&'static str],
}

/// What stands on every slide.
pub(super) const TITLE: &str = "SAMPLE - made by a computer, not part of the programme";

/// All of it.
pub(super) const SLIDES: &[Slide] = &[
    Slide {
        title: "Sample recording",
        lines: &["How a talk looks on this site", "Pictures and voice are made by a computer"],
        said: &[
            "This is a sample recording.",
            "A computer made its pictures and its voice, so that you can see how a talk looks on this site.",
            "It is not part of the programme.",
        ],
    },
    Slide {
        title: "Captions and transcript",
        lines: &["Every word can be read", "Choose a time and it goes on from there"],
        said: &[
            "Every word that is said can be read as a transcript.",
            "Choose a time in it, and the recording goes on from there.",
            "Captions are shown by a button beside the player.",
        ],
    },
    Slide {
        title: "Chapters and slides",
        lines: &["Chapters name the parts of a talk", "Slides stand beside the picture"],
        said: &[
            "Chapters name the parts of a talk.",
            "The slides stand beside the picture, and each one leads to the moment when it is shown.",
            "What stands on them is found by the search.",
        ],
    },
    Slide {
        title: "Sound alone",
        lines: &["For slow connections", "The moment is kept"],
        said: &[
            "Whoever travels, or has a slow connection, can listen to the sound alone.",
            "The moment is kept when you change between the two.",
            "The sound can be downloaded too.",
        ],
    },
    Slide {
        title: "End of the sample",
        lines: &["Remove it before visitors come"],
        said: &[
            "This is the end of the sample.",
            "Remove it before visitors come: nothing in it is real.",
            "The next recording on this page will be one of yours.",
        ],
    },
];
