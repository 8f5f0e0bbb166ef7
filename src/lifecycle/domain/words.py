"""The listed words of the vocabulary; others are kept as recorded and decide nothing."""

from __future__ import annotations

TERRITORY = ("union", "outside_union")
SIZES = ("micro", "small", "medium", "large")
CHAPTERS = ("transparency", "copyright", "safety_security")
STAGES = ("pre_training", "post_training")
STATUSES = ("running", "complete")
OUTPUTS = (
    "text",
    "audio",
    "image",
    "video",
    "text_to_image",
    "text_to_video",
    "music",
    "embeddings",
    "classification",
    "game_moves",
)
GENERALITY = ("significant", "narrow")
CAPABILITY = ("matches_most_advanced", "below_most_advanced")
PROTOTYPE_PURPOSES = ("research", "development", "prototyping")
ACCESS_PURPOSES = ("testing_only", "evaluation")
DIMENSIONS = ("generality", "capabilities", "systemic_risk")
CHANNELS = (
    "library",
    "api",
    "download",
    "physical_copy",
    "cloud_service",
    "customer_infrastructure",
    "web_interface",
    "app_store",
)
RECIPIENTS = ("public", "customers", "pilot customers", "evaluators")
RIGHTS = ("access", "use", "modify", "distribute")
RESTRICTIONS = (
    "attribution",
    "share_alike",
    "proportionate_safety",
    "non_commercial_only",
    "no_redistribution",
    "user_scale_threshold",
    "commercial_licence_required",
)
FORMS = (
    "none",
    "optional_paid_support",
    "dual_licensing",
    "paid_support_required_for_access",
    "exclusive_hosting_with_ads",
    "personal_data_beyond_security",
)
DECISIONS = (
    "designated_52_4",
    "designated_52_1",
    "arguments_accepted",
    "arguments_rejected",
    "acceptance_revoked",
    "designation_lifted",
    "designation_maintained",
    "withdrawal_requested_93",
)
OBLIGATIONS = (
    "52(1)",
    "53(1)(a)",
    "53(1)(b)",
    "53(1)(c)",
    "53(1)(d)",
    "53(3)",
    "54(1)",
    "55(1)(a)",
    "55(1)(b)",
    "55(1)(c)",
    "55(1)(d)",
)
INCIDENTS = ("critical_infrastructure_disruption", "cybersecurity_breach", "death", "serious_harm")
REPORTS = ("initial", "interim", "final")
