"""Pure statistics: arrays and frames in, small results out."""
