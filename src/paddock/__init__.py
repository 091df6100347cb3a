"""Paddock: self-hosted video generation that speaks the HappyHorse 1.0 API."""
