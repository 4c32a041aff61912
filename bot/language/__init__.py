"""English as reports and questions share it: word classes, groups, typed mentions, relations."""
