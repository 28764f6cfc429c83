"""Parts of an evaluation: test sets, hypotheses, scores, tests of significance, report."""
