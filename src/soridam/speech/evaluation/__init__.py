"""What an evaluation is made of: test sets, hypotheses, scores, tests of significance, report."""
