//! What scoring costs, beside the limits of the machine it runs on.
