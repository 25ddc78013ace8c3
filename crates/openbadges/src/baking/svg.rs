//! SVG baking (Open Badges 3.0 section 5.3.2; OB 2.0 Baking).
