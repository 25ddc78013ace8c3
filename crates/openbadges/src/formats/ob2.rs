//! Open Badges 2.0: assertion, badge class, issuer profile.
