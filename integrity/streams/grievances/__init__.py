"""Breach complaints of enterprises (违约失信投诉, 发改财金〔2023〕1103号)."""
