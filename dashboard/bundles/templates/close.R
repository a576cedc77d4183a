
# Hold what was found to what is expected.
differ <- 0
for (row in seq_len(nrow(expected))) {
  if (!grepl("R", expected$checked_by[row], fixed = TRUE)) next
  quantity <- expected$quantity[row]
  here <- found[[quantity]]
  there <- suppressWarnings(as.numeric(expected$value[row])) # a word: there is no number
  verdict <- if (length(here) != 1) {
    "NOT FOUND"
  } else if (is.na(there) || is.na(here)) {
    if (is.na(there) && is.na(here)) "agrees" else "DIFFERS"
  } else if (abs(here - there) <= as.numeric(expected$tolerance[row])) {
    "agrees"
  } else {
    "DIFFERS"
  }
  if (verdict != "agrees") differ <- differ + 1
  shown <- if (length(here) == 1 && !is.na(here)) format(here, digits = 10) else "not estimable"
  cat(sprintf("%-9s  %s: %s (expected: %s)\n", verdict, quantity, shown, expected$value[row]))
}
checked <- sum(grepl("R", expected$checked_by, fixed = TRUE))
cat(sprintf("%d of %d numbers agree, %d differ.\n", checked - differ, checked, differ))
if (differ > 0) quit(status = 1)
