"""Long work: started, watched, cancelled."""
