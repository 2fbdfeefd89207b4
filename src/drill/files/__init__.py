"""Bank folders, ledgers, spreadsheets, atomic writes."""
