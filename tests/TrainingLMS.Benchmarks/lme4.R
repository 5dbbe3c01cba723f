# Times lme4 with its defaults: Rscript lme4.R FILE FORMULA REPETITIONS
# Prints the median of the elapsed milliseconds and the restricted log-likelihood.
arguments <- commandArgs(TRUE)
suppressMessages(library(lme4))
data <- read.csv(arguments[1], stringsAsFactors = TRUE)
fit <- NULL
elapsed <- sapply(seq_len(as.integer(arguments[3])), function(i) {
  gc(FALSE)
  system.time(fit <<- suppressWarnings(lmer(as.formula(arguments[2]), data, REML = TRUE)))[["elapsed"]]
})
cat(sprintf("%.3f %.10f\n", 1000 * median(elapsed), as.numeric(logLik(fit))))
