//! Open Badges 3.0: `OpenBadgeCredential` in its VC 1.1 and VC 2.0 forms.
