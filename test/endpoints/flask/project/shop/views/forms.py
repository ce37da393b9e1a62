from flask_wtf import FlaskForm


class ProfileForm(FlaskForm):
    pass
