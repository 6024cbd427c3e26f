"""Widgets that draw what they are given and post typed messages. They know no dossier."""
